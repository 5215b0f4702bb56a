<?php
// Files as they are, everything else to WordPress; while refusal.txt is there the API is closed with its status.
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$refusal = __DIR__ . '/refusal.txt';
if (is_file($refusal) && strpos($path, '/wp-json') === 0) {
    http_response_code((int) file_get_contents($refusal));
    header('Content-Type: application/json; charset=UTF-8');
    echo json_encode(['code' => 'rest_closed', 'message' => 'This site keeps its API to itself.']);
    return true;
}
if ($path !== '/' && is_file(__DIR__ . $path)) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = '/index.php';
require __DIR__ . '/index.php';
