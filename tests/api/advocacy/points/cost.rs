//! What a page of rewards, grants or entries costs the database does not grow with what it shows.

use rapport::db::statements::executed;

use super::{gift, redeem, reward};
use crate::support::files::png;
use crate::support::{Client, TestApp, alone, json};

fn statements(client: &Client, path: &str) -> u64 {
    client.get(path).expect(200);
    let before = executed();
    client.get(path).expect(200);
    executed() - before
}

#[test]
fn pages_cost_as_many_statements_for_many_as_for_one() {
    alone("advocacy::points::cost::pages_cost_as_many_statements_for_many_as_for_one", || {
        let app = TestApp::start();
        let (admin, advocate) = (app.admin(), app.advocate("Avi"));
        let add = || {
            let coffee = reward(&admin, 1, 5);
            let image = admin.uploaded("cup.png", &png(64, 64));
            admin.patch(&format!("/rewards/{coffee}"), json!({"image_file_id": image})).expect(200);
            gift(&admin, &advocate, 1);
            redeem(&advocate, &coffee);
        };
        let entries = format!("/users/{}/points/entries", advocate.id);
        let cost = || {
            let staff = ["/rewards", "/reward-grants", &entries].map(|path| statements(&admin, path));
            let own = ["/rewards", "/reward-grants", "/me/points", "/me/points/entries"].map(|path| statements(&advocate, path));
            (staff, own)
        };
        add();
        let few = cost();
        (0..12).for_each(|_| add());
        assert_eq!(cost(), few);
        assert!(few.0.iter().chain(&few.1).all(|count| (1..=8).contains(count)), "{few:?}");
    });
}
