<?php
// Makes the database and installs the site.
$connection = new mysqli('localhost', 'herald', '', '', 0, getenv('SITE_SOCKET'));
$connection->query('create database herald character set utf8mb4');
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = '127.0.0.1:' . getenv('SITE_PORT');
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Network of test cities', 'editor', 'editor@example.org', true, '', 'no secret');
update_option('permalink_structure', '/%year%/%postname%/');
update_option('timezone_string', 'Europe/Brussels');
foreach (get_posts(['post_type' => 'any', 'numberposts' => -1]) as $post) {
    wp_delete_post($post->ID, true);
}
