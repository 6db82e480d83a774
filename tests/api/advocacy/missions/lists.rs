//! The list that staff see.

use crate::support::{Campaign, Value, json};

fn labels(campaign: &Campaign, query: &str) -> Vec<String> {
    let page = campaign.manager.get(&format!("/missions?sort=created_at&{query}")).expect(200);
    page.data().iter().map(|entry| entry["segment_label"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a4_a5_a6_a7_the_list_has_drafts_too_each_with_status_type_label_and_visibility() {
    let campaign = Campaign::start();
    let (gold, vips) = (campaign.segment("Gold", &[]), campaign.segment("VIPs", &[]));
    let all = campaign.draft(json!({}));
    campaign.launched(json!({"type": "send_update", "send_update": {"body": "<p>News</p>"}, "audience": {"kind": "anyone"}}));
    campaign.launched(json!({"audience": {"kind": "segment", "segment_ids": [vips, gold]}}));
    let page = campaign.manager.get("/missions?sort=created_at").expect(200);
    let line =
        |entry: &Value| ["status", "type", "segment_label", "visibility"].map(|key| entry[key].as_str().unwrap().to_owned()).join(" / ");
    assert_eq!(
        page.data().iter().map(line).collect::<Vec<_>>(),
        ["draft / custom_task / All Users / private", "live / send_update / Anyone / public", "live / custom_task / VIPs, Gold / private"]
    );
    let refused = campaign.manager.patch(&format!("/missions/{all}"), json!({"visibility": "public"}));
    assert_eq!(refused.problem(422, "read_only_field").faults(), [("/visibility".into(), "read_only_field".into())]);
}

#[test]
fn a8_the_list_is_filtered_by_what_it_shows_and_searched_by_words() {
    let campaign = Campaign::start();
    let (gold, vips) = (campaign.segment("Gold", &[]), campaign.segment("VIPs", &[]));
    campaign.draft(json!({"title": "Größte Umfrage", "summary": "Zwei Minuten"}));
    campaign.launched(json!({"title": "A picture", "audience": {"kind": "anyone"}}));
    campaign.launched(json!({"title": "A line", "audience": {"kind": "segment", "segment_ids": [gold]}}));
    campaign.launched(json!({"title": "A word", "audience": {"kind": "segment", "segment_ids": [gold, vips]}}));
    for (query, found) in [
        ("", "All Users|Anyone|Gold|Gold, VIPs"),
        ("status=draft", "All Users"),
        ("status=live,draft", "All Users|Anyone|Gold|Gold, VIPs"),
        ("type=custom_task&status=live", "Anyone|Gold|Gold, VIPs"),
        ("type=send_update", ""),
        ("visibility=public", "Anyone"),
        ("visibility=private", "All Users|Gold|Gold, VIPs"),
        ("audience=segment", "Gold|Gold, VIPs"),
        (&format!("segment_id={vips}"), "Gold, VIPs"),
        ("segment_label=All%20Users", "All Users"),
        ("segment_label=anyone", "Anyone"),
        ("segment_label=gold", "Gold|Gold, VIPs"),
        ("segment_label=nobody", ""),
        ("segment_label=gold&audience=anyone", ""),
        (&format!("segment_label=Gold&segment_id={vips}"), ""),
        ("q=grosste", "All Users"),
        ("q=MINUTEN", "All Users"),
        ("q=word", "Gold, VIPs"),
        ("q=nothing-like-it", ""),
    ] {
        assert_eq!(labels(&campaign, query).join("|"), found, "{query}");
    }
    for bad in ["status=gone", "type=poll", "sort=status", "visibility=hidden", "limit=0", "colour=red"] {
        campaign.manager.get(&format!("/missions?{bad}")).problem(400, "invalid_parameter");
    }
}

#[test]
fn pages_follow_one_another_in_every_order() {
    let campaign = Campaign::start();
    let gold = campaign.segment("Gold", &[]);
    for number in 0..7 {
        campaign.draft(json!({"title": format!("Mission {}", number % 3), "audience": {"kind": "segment", "segment_ids": [gold]}}));
        campaign.advance("PT1S");
    }
    for query in ["", "sort=created_at&", "sort=title&", "sort=-title&", "segment_label=gold&", "q=mission&"] {
        let whole = campaign.manager.ids(&format!("/missions?{query}"));
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = campaign.manager.get(&format!("/missions?{query}limit=2{cursor}")).expect(200);
            paged.extend(page.ids());
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(paged, whole, "{query}");
        assert_eq!(whole.len(), 7);
    }
    let cursor = campaign.manager.get("/missions?limit=2").expect(200).str("next_cursor");
    campaign.manager.get(&format!("/missions?limit=2&status=draft&cursor={cursor}")).problem(400, "invalid_cursor");
}
