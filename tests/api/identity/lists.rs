//! Lists: pages, order, filters, cursors. `/users` stands for all of them.

use crate::support::{Person, TestApp, json};

/// An organization with people whose names need care.
fn crowd(app: &TestApp) -> Person {
    let admin = app.admin();
    for (email, name) in [("a", "Ärmel, Åsa"), ("b", "Berta"), ("c", "Chloé"), ("d", "100% Dana"), ("e", "Berta"), ("f", "Emil_X")] {
        app.advance("PT1M");
        admin.post("/users", json!({"email": format!("{email}@people.example"), "name": name, "roles": ["coachee"]})).expect(201);
    }
    admin
}

/// All ids, page by page, following the `Link` header.
fn follow(admin: &Person, first: &str) -> Vec<Vec<String>> {
    let (mut pages, mut path) = (Vec::new(), String::from(first));
    loop {
        let page = admin.get(&path).expect(200);
        pages.push(page.ids());
        assert_eq!(page["has_more"], page["next_cursor"].is_string());
        let link = page.header("link");
        let Some(next) = link.strip_prefix("</api/v1").and_then(|rest| rest.strip_suffix(">; rel=\"next\"")) else {
            assert_eq!((link, &page["has_more"]), ("", &json!(false)));
            return pages;
        };
        next.clone_into(&mut path);
    }
}

#[test]
fn pages_put_together_are_the_whole_list_in_every_order() {
    let app = TestApp::start();
    let admin = crowd(&app);
    for sort in ["created_at", "-created_at", "name", "-name"] {
        let whole = admin.ids(&format!("/users?sort={sort}&limit=100"));
        assert_eq!(whole.len(), 7);
        for limit in [1, 2, 3, 7] {
            let pages = follow(&admin, &format!("/users?sort={sort}&limit={limit}"));
            assert!(pages.iter().all(|page| page.len() <= limit), "{pages:?}");
            assert_eq!(pages.concat(), whole, "sort {sort}, limit {limit}");
        }
        let other = admin.ids(&format!("/users?limit=100&sort={}", sort.strip_prefix('-').map_or(format!("-{sort}"), str::to_owned)));
        assert_eq!(other.into_iter().rev().collect::<Vec<_>>(), whole);
    }
}

#[test]
fn somebody_new_does_not_disturb_the_next_page() {
    let app = TestApp::start();
    let admin = crowd(&app);
    let before = admin.ids("/users?limit=100");
    let first = admin.get("/users?limit=3").expect(200);
    app.advance("PT1M");
    app.coachee("Nora");
    let rest = admin.ids(&format!("/users?limit=100&cursor={}", first.str("next_cursor")));
    assert_eq!([first.ids(), rest].concat(), before);
}

#[test]
fn a_search_ignores_case_and_accents_and_takes_signs_as_they_are() {
    let app = TestApp::start();
    let admin = crowd(&app);
    let found = |q: &str| -> Vec<String> {
        let page = admin.get(&format!("/users?sort=name&q={q}")).expect(200);
        page.data().iter().map(|user| user["email"].as_str().unwrap()[..1].to_owned()).collect()
    };
    assert_eq!(found("ASA"), ["a"]);
    assert_eq!(found("chloe"), ["c"]);
    assert_eq!(found("BERTA").len(), 2);
    assert_eq!(found("%25"), ["d"]);
    assert_eq!(found("l_x"), ["f"]);
    assert_eq!(found("f@people"), ["f"]);
    assert!(found("nobody").is_empty());
}

#[test]
fn filters_combine() {
    let app = TestApp::start();
    let admin = crowd(&app);
    let (coach, advocate) = (app.coach("Cora"), app.advocate("Avi"));
    assert_eq!(admin.ids("/users?role=coach"), std::slice::from_ref(&coach.id));
    assert_eq!(admin.ids("/users?role=advocate&state=active"), std::slice::from_ref(&advocate.id));
    assert_eq!(admin.ids("/users?role=coachee&state=record,invited").len(), 6);
    assert_eq!(admin.ids(&format!("/users?email={}", coach.email.to_uppercase())), std::slice::from_ref(&coach.id));
    assert!(admin.ids("/users?role=coach&state=record").is_empty());
}

#[test]
fn a_query_value_that_cannot_be_read_is_named() {
    let app = TestApp::start();
    let admin = app.admin();
    let cases = [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=many", "limit"),
        ("limit=-1", "limit"),
        ("sort=age", "sort"),
        ("role=pope", "role"),
        ("state=active,asleep", "state"),
        ("colour=red", "colour"),
        ("limit=1&limit=2", "limit"),
        ("dry_run=true", "dry_run"),
    ];
    for (query, name) in cases {
        let refused = admin.get(&format!("/users?{query}")).problem(400, "invalid_parameter");
        assert_eq!(refused.faults(), [(name.to_owned(), "invalid_parameter".to_owned())], "{query}");
    }
}

#[test]
fn a_cursor_continues_its_own_list_only() {
    let app = TestApp::start();
    let admin = crowd(&app);
    let cursor = admin.get("/users?limit=2").expect(200).str("next_cursor");
    admin.get(&format!("/users?limit=3&cursor={cursor}")).expect(200);
    for path in ["/users?sort=name", "/users?role=coachee", "/users?q=a", "/coach-assignments?limit=2", "/api-keys?limit=2"] {
        let sign = if path.contains('?') { '&' } else { '?' };
        admin.get(&format!("{path}{sign}cursor={cursor}")).problem(400, "invalid_cursor");
    }
    for broken in ["x", "%00", "e30", &cursor[1..], &format!("{cursor}A")] {
        admin.get(&format!("/users?limit=2&cursor={broken}")).problem(400, "invalid_cursor");
    }
}
