//! Goals cost the same number of statements however many there are.

use rapport::coaching::goals::feedback::token_of;
use rapport::db::statements;

use crate::support::{Programme, TestApp, alone, json};

#[test]
fn a_list_of_twenty_goals_costs_what_a_list_of_one_does() {
    alone("coaching::goals::cost::a_list_of_twenty_goals_costs_what_a_list_of_one_does", || {
        let app = TestApp::start();
        let it = Programme::shared(&app);
        app.set(&json!({"feedback_min_raters": 1}));
        let add = |number: usize| {
            let goal = it.goal(&format!("Goal {number}"));
            it.milestone(&goal, json!({"title": "Ask"}));
            let id = it.coach.post(&format!("{goal}/feedback-requests"), json!({"email": "erik@partner.example"})).expect(201).id();
            let token = token_of(&app.app.messaging, id.parse().unwrap()).unwrap();
            app.guest().post(&format!("/public/feedback/{token}/submit"), json!({"rating": 5})).expect(204);
        };
        let measure = || {
            let before = statements::executed();
            it.coachee.get(&it.path("/goals?limit=100")).expect(200);
            statements::executed() - before
        };
        add(0);
        let few = measure();
        (1..20).for_each(add);
        assert_eq!(measure(), few);
    });
}
