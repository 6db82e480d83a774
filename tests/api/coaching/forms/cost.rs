//! Forms cost the same number of statements however many people answer them.

use rapport::db::statements;

use super::{published_form, response};
use crate::support::{Programme, Request, TestApp, alone, json};

fn cost(request: Request) -> u64 {
    let before = statements::executed();
    let answer = request.send();
    assert!(answer.status < 300, "{}", answer.text());
    statements::executed() - before
}

#[test]
fn sending_a_form_to_fifty_people_costs_what_sending_it_to_one_does() {
    alone("coaching::forms::cost::sending_a_form_to_fifty_people_costs_what_sending_it_to_one_does", || {
        let app = TestApp::start();
        let it = Programme::active(&app);
        let form = published_form(&it.coach);
        let item = || it.item(json!({"kind": "form", "title": "Answer", "form": {"form_id": form}}));
        let (one, many) = (item(), item());
        for number in 0..49 {
            it.also_for(&many, &app.coachee(&format!("Person {number}")).id);
        }
        assert_eq!(cost(it.on(&one, "send", ())), cost(it.on(&many, "send", ())));
        let list = |item: &str| cost(it.coach.get(&format!("/form-responses?limit=100&item_id={item}")));
        assert_eq!(list(&one), list(&many));
        let submit =
            |item: &str| cost(it.coachee.post(&format!("{}/submit", response(&it.coachee, item)), json!({"answers": {"hope": "Rest"}})));
        // Who is the only one completes the item, which releases what waits for it.
        assert!(submit(&many) <= submit(&one));
    });
}
