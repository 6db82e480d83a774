//! Requests cost the same number of statements however much there is.

use rapport::db::statements;

use crate::support::{Campaign, Client, alone, json, wait_for_the_log};

fn cost(client: &Client, path: &str) -> u64 {
    client.get(path).expect(200);
    let before = statements::executed();
    assert!(!client.get(path).expect(200).data().is_empty(), "{path}");
    statements::executed() - before
}

#[test]
fn a_list_of_sixty_missions_costs_what_a_list_of_three_does() {
    alone("advocacy::missions::cost::a_list_of_sixty_missions_costs_what_a_list_of_three_does", || {
        let campaign = Campaign::start();
        let ana = campaign.advocate("Ana");
        let mut segments = vec![campaign.segment("Segment 0", &[&ana])];
        let entered = campaign.segment("Entered", &[]);
        let fill = |segment: &String| {
            let audience = json!({"kind": "segment", "segment_ids": [segment]});
            campaign.launched(json!({"audience": audience}));
            campaign.launched(json!({"audience": {"kind": "anyone"}}));
            campaign.launched(json!({"trigger": {"kind": "segment", "segment_id": entered}}));
        };
        fill(&segments[0]);
        campaign.enter(&entered, &ana);
        let measure = || {
            let mine = ["/me/missions?limit=100", "/me/missions?limit=100&type=custom_task"].map(|path| cost(&ana, path));
            let all = ["/missions?limit=100", "/missions?limit=100&segment_label=Segment%200", "/missions?limit=100&q=word"];
            [mine.to_vec(), all.map(|path| cost(&campaign.manager, path)).to_vec()].concat()
        };
        let few = measure();
        for number in 1..20 {
            segments.push(campaign.segment(&format!("Segment {number}"), &[&ana]));
            fill(&segments[number]);
            campaign.work();
            campaign.leave(&entered, &ana);
            campaign.enter(&entered, &ana);
        }
        assert_eq!(ana.ids("/me/missions?limit=100").len(), 60);
        assert_eq!(measure(), few);
    });
}

#[test]
fn a_hundred_who_enter_at_once_are_assigned_in_a_few_statements() {
    alone("advocacy::missions::cost::a_hundred_who_enter_at_once_are_assigned_in_a_few_statements", || {
        let campaign = Campaign::start();
        let people: Vec<_> = (0..110).map(|number| campaign.advocate(&format!("Person {number}"))).collect();
        let gold = campaign.segment("Gold", &[]);
        let id = campaign.launched(json!({"trigger": {"kind": "segment", "segment_id": gold}}));
        campaign.work();
        let enter = |people: &[crate::support::Person]| {
            for person in people {
                campaign.manager.put(&format!("/segments/{gold}/members/{}", person.id), ()).expect(200);
            }
            let before = statements::executed();
            crate::support::wait(rapport::workers::missions::step(&campaign.app.app)).unwrap();
            statements::executed() - before
        };
        wait_for_the_log(campaign.db());
        let few = enter(&people[..10]);
        campaign.work();
        wait_for_the_log(campaign.db());
        let many = enter(&people[10..]);
        campaign.work();
        assert_eq!(campaign.mission(&id)["stats"]["assigned"], 110);
        assert!(many <= few + 2, "{many} statements for a hundred, {few} for ten");
    });
}
