// Runs in CloudFront: the dashboard's own addresses are all its one page. Files have a dot in their last part.
function handler(event) {
  var request = event.request;
  var name = request.uri.split('/').pop();
  if (name.indexOf('.') < 0) request.uri = '/index.html';
  return request;
}
