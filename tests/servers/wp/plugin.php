<?php
// A type of posts and a taxonomy of the site's own, and events in the shape of The Events Calendar's REST API
// (`tribe/events/v1`), which is published in no package: this part is no real software, and its test says so.

add_action('init', function () {
    register_taxonomy('focus_area', 'case_study', ['public' => true, 'show_in_rest' => true, 'label' => 'Focus area']);
    register_post_type('case_study', [
        'public' => true,
        'label' => 'Case studies',
        'show_in_rest' => true,
        'rest_base' => 'case-study',
        'taxonomies' => ['focus_area'],
        'supports' => ['title', 'editor', 'excerpt'],
    ]);
});

add_action('rest_api_init', function () {
    $all = ['methods' => 'GET', 'callback' => 'site_events', 'permission_callback' => '__return_true'];
    $one = ['callback' => 'site_event'] + $all;
    register_rest_route('tribe/events/v1', '/events', $all);
    register_rest_route('tribe/events/v1', '/events/(?P<id>\d+)', $one);
});

function site_all_events()
{
    $events = json_decode(file_get_contents(ABSPATH . 'events.json'), true);
    usort($events, fn ($a, $b) => [$a['start_date'], $a['id']] <=> [$b['start_date'], $b['id']]);
    return array_map(fn ($event) => $event + [
        'rest_url' => rest_url('tribe/events/v1/events/' . $event['id']),
        'url' => home_url('/event/' . $event['slug'] . '/'),
    ], $events);
}

function site_events(WP_REST_Request $request)
{
    $first = $request['start_date'] ?? gmdate('Y-m-d');
    $last = $request['end_date'] ?? gmdate('Y-m-d', strtotime('+2 years'));
    $size = min(50, (int) ($request['per_page'] ?? 10));
    $page = max(1, (int) ($request['page'] ?? 1));
    $within = fn ($event) => $event['end_date'] >= $first && substr($event['start_date'], 0, 10) <= $last;
    $events = array_values(array_filter(site_all_events(), $within));
    $shown = array_slice($events, ($page - 1) * $size, $size);
    if (!$shown && $page > 1) {
        return new WP_Error('event-archive-page-not-found', 'This page of events does not exist.', ['status' => 404]);
    }
    $address = rest_url('tribe/events/v1/events/');
    $query = ['per_page' => $size, 'start_date' => $first, 'end_date' => $last];
    $pages = (int) ceil(count($events) / $size);
    $answer = ['events' => $shown, 'rest_url' => add_query_arg(['page' => $page] + $query, $address)];
    if ($page < $pages) {
        $answer['next_rest_url'] = add_query_arg(['page' => $page + 1] + $query, $address);
    }
    $response = new WP_REST_Response($answer + ['total' => count($events), 'total_pages' => $pages]);
    $response->header('X-TEC-Total', count($events));
    $response->header('X-TEC-TotalPages', $pages);
    return $response;
}

function site_event(WP_REST_Request $request)
{
    foreach (site_all_events() as $event) {
        if ($event['id'] === (int) $request['id']) {
            return $event;
        }
    }
    return new WP_Error('event-not-found', 'There is no such event.', ['status' => 404]);
}
