//! Who sees which mission: in lists, by id and by link, as guest, advocate, staff and stranger.

use crate::support::{Campaign, Client, Person, Value, json};

/// Everybody who might look.
struct World {
    campaign: Campaign,
    /// In the segment Gold.
    member: Person,
    /// In no segment.
    outsider: Person,
    /// Was assigned whatever waits for the segment Entered.
    assigned: Person,
    stranger: Person,
    gold: String,
    entered: String,
}

impl World {
    fn new() -> Self {
        let campaign = Campaign::start();
        let [member, outsider, assigned] = ["Ana", "Ben", "Cem"].map(|name| campaign.advocate(name));
        let stranger = campaign.other_org().advocate("Olga");
        let (gold, entered) = (campaign.segment("Gold", &[&member]), campaign.segment("Entered", &[]));
        Self { campaign, member, outsider, assigned, stranger, gold, entered }
    }

    /// What guest, outsider, member, assigned, manager and stranger get: whether it is in their list (`-` for
    /// those who have none), the status by its id, and by its link.
    fn seen(&self, id: &str) -> [String; 6] {
        let token = self.campaign.token(id);
        let by_link = |client: &Client| client.get(&format!("/public/missions/{token}")).send().status;
        let advocate = |person: &Person| {
            let listed = person.ids("/me/missions").contains(&id.to_owned());
            let by_id = person.get(&format!("/me/missions/{id}")).send().status;
            format!("{} {by_id} {}", if listed { "listed" } else { "absent" }, by_link(person))
        };
        let manager = &self.campaign.manager;
        let by_id = manager.get(&format!("/missions/{id}")).send().status;
        [
            format!("- - {}", by_link(&self.campaign.guest())),
            advocate(&self.outsider),
            advocate(&self.member),
            advocate(&self.assigned),
            format!("{} {by_id} {}", if manager.ids("/missions").contains(&id.to_owned()) { "listed" } else { "absent" }, by_link(manager)),
            advocate(&self.stranger),
        ]
    }

    fn audience(&self, kind: &str) -> Value {
        if kind == "segment" { json!({"kind": kind, "segment_ids": [self.gold]}) } else { json!({"kind": kind}) }
    }

    /// One that waits for people to enter a segment, which one of them has.
    fn armed(&self, audience: &str) -> String {
        let trigger = json!({"kind": "segment", "segment_id": self.entered});
        let id = self.campaign.launched(json!({"trigger": trigger, "audience": self.audience(audience)}));
        self.campaign.work();
        self.campaign.enter(&self.entered, &self.assigned);
        id
    }
}

const HIDDEN_FROM_ALL: [&str; 6] = ["- - 404", "absent 404 404", "absent 404 404", "absent 404 404", "listed 200 404", "absent 404 404"];

#[test]
fn a9_a59_a_draft_and_a_scheduled_one_are_seen_by_staff_alone() {
    let world = World::new();
    for audience in ["anyone", "registered", "segment"] {
        let id = world.campaign.draft(json!({"audience": world.audience(audience)}));
        assert_eq!(world.seen(&id), HIDDEN_FROM_ALL, "a draft for {audience}");
        world.campaign.manager.post(&format!("/missions/{id}/schedule"), json!({"launch_at": "2026-04-01T00:00:00Z"})).expect(200);
        assert_eq!(world.seen(&id), HIDDEN_FROM_ALL, "a scheduled one for {audience}");
    }
}

#[test]
fn a20_a35_a36_a37_a40_a_live_one_is_seen_by_its_audience() {
    let world = World::new();
    let live = |audience: &str| world.campaign.launched(json!({"audience": world.audience(audience)}));
    let strangers = ["absent 404 200", "absent 404 404"];
    assert_eq!(
        world.seen(&live("anyone")),
        ["- - 200", "listed 200 200", "listed 200 200", "listed 200 200", "listed 200 200", strangers[0]]
    );
    assert_eq!(
        world.seen(&live("registered")),
        ["- - 401", "listed 200 200", "listed 200 200", "listed 200 200", "listed 200 200", strangers[1]]
    );
    assert_eq!(
        world.seen(&live("segment")),
        ["- - 401", "absent 404 404", "listed 200 200", "absent 404 404", "listed 200 200", strangers[1]]
    );
}

#[test]
fn a58_a_hidden_one_is_in_no_advocates_list_and_open_to_those_who_hold_its_link() {
    let world = World::new();
    let id = world.campaign.launched(json!({"notify": {"mode": "link_only"}}));
    assert_eq!(world.seen(&id), ["- - 401", "absent 404 200", "absent 404 200", "absent 404 200", "listed 200 200", "absent 404 404"]);
    let link = world.campaign.manager.get(&format!("/missions/{id}/link")).expect(200);
    assert_eq!(link["is_only_way"], true);
    // Whoever tells nobody of what is for anyone, or for a segment, hides it from nobody.
    for audience in ["anyone", "segment"] {
        let open = world.campaign.launched(json!({"notify": {"mode": "link_only"}, "audience": world.audience(audience)}));
        assert!(world.member.ids("/me/missions").contains(&open), "{audience}");
    }
}

#[test]
fn an_armed_one_is_seen_by_who_was_assigned_and_is_in_its_audience() {
    let world = World::new();
    assert_eq!(
        world.seen(&world.armed("registered")),
        ["- - 401", "absent 404 404", "absent 404 404", "listed 200 200", "listed 200 200", "absent 404 404"]
    );
    world.campaign.leave(&world.entered, &world.assigned);
    assert_eq!(
        world.seen(&world.armed("anyone")),
        ["- - 200", "absent 404 200", "absent 404 200", "listed 200 200", "listed 200 200", "absent 404 200"]
    );
    world.campaign.leave(&world.entered, &world.assigned);
    let id = world.armed("segment");
    assert_eq!(world.seen(&id), ["- - 401", "absent 404 404", "absent 404 404", "absent 404 404", "listed 200 200", "absent 404 404"]);
    world.campaign.enter(&world.gold, &world.assigned);
    assert_eq!(world.seen(&id)[3], "listed 200 200");
}

#[test]
fn a89_an_expired_one_leaves_the_lists_and_says_so_to_its_audience_alone() {
    let world = World::new();
    for audience in ["anyone", "registered", "segment"] {
        let end = world.campaign.now().plus(chrono::TimeDelta::hours(1)).to_string();
        let id = world.campaign.launched(json!({"audience": world.audience(audience), "expires_at": end}));
        let hidden = world.campaign.launched(json!({"notify": {"mode": "link_only"}, "expires_at": end}));
        let armed = json!({"kind": "segment", "segment_id": world.entered});
        let armed = world.campaign.launched(json!({"trigger": armed, "expires_at": end}));
        world.campaign.work();
        world.campaign.enter(&world.entered, &world.assigned);
        world.campaign.advance("PT2H");
        let guest = if audience == "anyone" { "- - 410" } else { "- - 401" };
        let outsider = if audience == "segment" { "absent 404 404" } else { "absent 410 410" };
        let stranger = if audience == "anyone" { "absent 404 410" } else { "absent 404 404" };
        let seen = [guest, outsider, "absent 410 410", outsider, "listed 200 410", stranger];
        assert_eq!(world.seen(&id), seen, "for {audience}, before a worker has noted it");
        assert_eq!(world.campaign.mission(&id)["status"], "expired");
        world.campaign.work();
        assert_eq!(world.seen(&id), seen, "for {audience}");
        assert_eq!(world.seen(&hidden)[1], "absent 404 410");
        assert_eq!(world.seen(&armed)[2..4], ["absent 404 404", "absent 410 410"]);
        world.member.get(&format!("/me/missions/{id}")).problem(410, "mission_expired");
        world.campaign.leave(&world.entered, &world.assigned);
    }
}

#[test]
fn a_closed_one_says_so_and_a_paused_one_shows_itself_and_takes_nothing() {
    let world = World::new();
    let id = world.campaign.launched(json!({}));
    world.campaign.act(&id, "pause");
    assert_eq!(world.seen(&id)[..2], ["- - 401", "absent 200 200"]);
    let page = world.member.get(&format!("/me/missions/{id}")).expect(200);
    assert_eq!((&page["status"], &page["allowed_actions"]), (&json!("paused"), &json!([])));
    world.campaign.act(&id, "close");
    assert_eq!(world.seen(&id), ["- - 401", "absent 410 410", "absent 410 410", "absent 410 410", "listed 200 410", "absent 404 404"]);
    world.member.get(&format!("/me/missions/{id}")).problem(410, "mission_closed");
}

#[test]
fn a41_a_change_of_the_audience_counts_at_once() {
    let world = World::new();
    let id = world.campaign.launched(json!({}));
    assert_eq!(world.seen(&id)[1], "listed 200 200");
    let change = |audience: Value| world.campaign.manager.patch(&format!("/missions/{id}"), json!({"audience": audience})).expect(200);
    change(world.audience("segment"));
    assert_eq!(world.seen(&id)[..3], ["- - 401", "absent 404 404", "listed 200 200"]);
    world.campaign.leave(&world.gold, &world.member);
    assert_eq!(world.seen(&id)[2], "absent 404 404");
    change(world.audience("anyone"));
    assert_eq!(world.seen(&id)[..2], ["- - 200", "listed 200 200"]);
}

#[test]
fn whoever_is_no_advocate_has_no_list_and_sees_only_what_is_for_anyone() {
    let world = World::new();
    let (public, private) = (world.campaign.launched(json!({"audience": {"kind": "anyone"}})), world.campaign.launched(json!({})));
    let coachee = world.campaign.coachee("Emil");
    coachee.get("/me/missions").problem(403, "forbidden");
    coachee.get(&format!("/public/missions/{}", world.campaign.token(&public))).expect(200);
    coachee.get(&format!("/public/missions/{}", world.campaign.token(&private))).problem(404, "not_found");
    let with_a_bad_token = world.campaign.guest().with_token("nonsense");
    with_a_bad_token.get(&format!("/public/missions/{}", world.campaign.token(&public))).problem(401, "invalid_token");
}
