// Runs in CloudFront: the dashboard's own addresses are all its one page. Its files lie at the top and in two folders; identifiers may have dots.
function handler(event) {
  var request = event.request;
  if (!/^\/([^/]+\.[a-z0-9]+|(assets|media)\/.+)$/.test(request.uri)) request.uri = '/index.html';
  return request;
}
