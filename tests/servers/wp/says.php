<?php
// Prints what the site itself says of its published posts of one type, by its own functions and not by its API.
$_SERVER['HTTP_HOST'] = '127.0.0.1:' . getenv('SITE_PORT');
require __DIR__ . '/wp-load.php';
$plain = fn ($html) => html_entity_decode(wp_strip_all_tags($html), ENT_QUOTES | ENT_HTML5, 'UTF-8');
add_filter('protected_title_format', fn () => '%s');
add_filter('excerpt_more', fn () => '&hellip;', 99);
$taxonomies = get_object_taxonomies($argv[1]);
$said = [];
foreach (get_posts(['post_type' => $argv[1], 'numberposts' => -1, 'orderby' => 'ID', 'order' => 'ASC']) as $post) {
    setup_postdata($GLOBALS['post'] = $post);
    $terms = wp_get_object_terms($post->ID, array_diff($taxonomies, ['post_format']), ['fields' => 'names']);
    $said[] = [
        'id' => $post->ID,
        'title' => $plain(get_the_title($post)),
        'url' => get_permalink($post),
        'guid' => $plain($post->guid),
        'published' => mysql2date('Y-m-d\TH:i:s', $post->post_date_gmt) . '+00:00',
        'published_day' => substr($post->post_date, 0, 10),
        'modified' => mysql2date('Y-m-d\TH:i:s', $post->post_modified_gmt) . '+00:00',
        'summary' => $post->post_password ? '' : $plain(get_the_excerpt($post)),
        'body' => $post->post_password ? '' : $plain(apply_filters('the_content', $post->post_content)),
        'tags' => array_map($plain, $terms),
    ];
}
echo json_encode($said);
