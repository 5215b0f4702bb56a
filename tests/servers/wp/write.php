<?php
// Writes posts, given as JSON on the standard input: new ones, or changes to those that have an ID. Prints their ids.
$_SERVER['HTTP_HOST'] = '127.0.0.1:' . getenv('SITE_PORT');
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/taxonomy.php';
$ids = [];
foreach (json_decode(file_get_contents('php://stdin'), true) as $given) {
    $post = $given['post'] + (isset($given['post']['ID']) ? [] : ['post_status' => 'publish', 'post_author' => 1]);
    $id = isset($post['ID']) ? wp_update_post(wp_slash($post), true) : wp_insert_post(wp_slash($post), true);
    if (is_wp_error($id)) {
        fwrite(STDERR, $id->get_error_message());
        exit(1);
    }
    if (!isset($post['ID'])) {  // as the editor makes it, whatever address the post gets later
        $wpdb->update($wpdb->posts, ['guid' => home_url("/?p=$id")], ['ID' => $id]);
        clean_post_cache($id);
    }
    foreach ($given['terms'] ?? [] as $taxonomy => $names) {
        $terms = array_map(function ($name) use ($taxonomy) {
            $known = term_exists($name, $taxonomy) ?: wp_insert_term($name, $taxonomy);
            return (int) $known['term_id'];
        }, $names);
        wp_set_object_terms($id, $terms, $taxonomy);
    }
    if (isset($given['modified'])) {
        $local = $given['modified'];
        $wpdb->update(
            $wpdb->posts,
            ['post_modified' => $local, 'post_modified_gmt' => get_gmt_from_date($local)],
            ['ID' => $id]
        );
    }
    $ids[] = $id;
}
delete_option('rewrite_rules');
echo json_encode($ids);
