//! What the items of a template may be together: how many, in which order, and who waits for whom.

use std::collections::{HashMap, HashSet};

use super::items::{CreateTemplateItem, TemplateItem, UpdateTemplateItem, faults_of, refusal};
use super::model::TemplateContent;
use crate::coaching::items::details::ItemKind;
use crate::kernel::ids::TemplateItemId;
use crate::kernel::{Code, FieldError, Problem, Result};

/// Most items that a template has.
pub const MAX_ITEMS: usize = 200;

pub fn ensure_room(count: usize) -> Result<()> {
    if count <= MAX_ITEMS {
        return Ok(());
    }
    Err(Problem::new(Code::TemplateTooLarge).detail(format!("A template has at most {MAX_ITEMS} items.")))
}

impl TemplateContent {
    pub fn insert(&mut self, id: TemplateItemId, new: CreateTemplateItem) -> Result<()> {
        ensure_room(self.items.len() + 1)?;
        let end = self.items.len();
        let index = new.position.map_or(end, |position| (position as usize).saturating_sub(1));
        let waiting = Waiting { is_session: new.kind == ItemKind::Session, prior: new.after_item_id, has_delay: new.after_delay.is_some() };
        let mut faults = self.faults(&waiting);
        if index > end {
            faults.push(FieldError::at("/position", "out_of_range", format!("must be at most {}", end + 1)));
        }
        match new.into_item(id) {
            Ok(item) if faults.is_empty() => self.items.insert(index, item),
            Ok(_) => {}
            Err(problem) => faults.extend(faults_of(problem)?),
        }
        if faults.is_empty() { Ok(()) } else { Err(refusal(faults)) }
    }

    /// Tells whether anything is different now.
    pub fn change(&mut self, id: TemplateItemId, change: UpdateTemplateItem) -> Result<bool> {
        let index = self.index_of(id)?;
        let mut item = self.items[index].clone();
        let mut faults = change.apply_to(&mut item)?;
        faults.extend(self.faults(&Waiting::of(&item)));
        if !faults.is_empty() {
            return Err(refusal(faults));
        }
        let before = std::mem::replace(&mut self.items[index], item);
        if is_circular(&self.items, id) {
            return Err(Problem::field(Code::DependencyCycle, "/after_item_id"));
        }
        Ok(before != self.items[index])
    }

    pub fn remove(&mut self, id: TemplateItemId) -> Result<()> {
        let index = self.index_of(id)?;
        let dependents: Vec<_> = self.items.iter().filter(|item| item.after_item_id == Some(id)).map(|item| item.id).collect();
        if !dependents.is_empty() {
            return Err(Problem::new(Code::HasDependents).with("dependent_ids", dependents));
        }
        self.items.remove(index);
        Ok(())
    }

    /// Tells whether anything moved.
    pub fn reorder(&mut self, order: &[TemplateItemId]) -> Result<bool> {
        let named: HashSet<_> = order.iter().collect();
        let complete = order.len() == self.items.len() && self.items.iter().all(|item| named.contains(&item.id));
        if !complete {
            return Err(Problem::field(Code::ItemOrderMismatch, "/item_ids"));
        }
        let places: HashMap<_, usize> = order.iter().zip(0..).collect();
        let moved = self.items.iter().zip(order).any(|(item, id)| item.id != *id);
        self.items.sort_by_key(|item| places.get(&item.id).copied());
        Ok(moved)
    }

    fn index_of(&self, id: TemplateItemId) -> Result<usize> {
        self.items.iter().position(|item| item.id == id).ok_or_else(Problem::not_found)
    }

    fn faults(&self, waiting: &Waiting) -> Vec<FieldError> {
        let fault = |code: &str, detail: &str| vec![FieldError::at("/after_item_id", code, detail)];
        match waiting.prior {
            None if waiting.has_delay => fault("required", "is required with after_delay"),
            Some(_) if waiting.is_session => fault("not_for_sessions", "a session is scheduled, it does not wait for an item"),
            Some(prior) if self.index_of(prior).is_err() => fault("invalid_choice", "must be another item of this template"),
            _ => Vec::new(),
        }
    }
}

/// What decides whether an item may wait as it wants to.
struct Waiting {
    is_session: bool,
    prior: Option<TemplateItemId>,
    has_delay: bool,
}

impl Waiting {
    fn of(item: &TemplateItem) -> Self {
        Self { is_session: item.kind() == ItemKind::Session, prior: item.after_item_id, has_delay: item.after_delay.is_some() }
    }
}

/// Whether the item waits for itself, directly or through others.
fn is_circular(items: &[TemplateItem], id: TemplateItemId) -> bool {
    let priors: HashMap<_, _> = items.iter().map(|item| (item.id, item.after_item_id)).collect();
    let prior_of = |id: &TemplateItemId| priors.get(id).copied().flatten();
    std::iter::successors(prior_of(&id), prior_of).take(items.len()).any(|prior| prior == id)
}

/// The same items under new ids; each waits for the copy of the one that its source waits for.
pub fn copied(mut items: Vec<TemplateItem>, mut new_id: impl FnMut() -> TemplateItemId) -> Vec<TemplateItem> {
    let copies: HashMap<_, _> = items.iter().map(|item| (item.id, new_id())).collect();
    for item in &mut items {
        item.after_item_id = item.after_item_id.and_then(|prior| copies.get(&prior).copied());
        item.id = copies.get(&item.id).copied().unwrap_or(item.id);
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coaching::items::details::{CompletionRule, Details, TaskDetails};
    use crate::kernel::Timestamp;
    use crate::kernel::duration::IsoDuration;
    use crate::kernel::ids::IdSource;

    fn ids(count: usize) -> Vec<TemplateItemId> {
        let source = IdSource::default();
        let now = Timestamp::from_micros(1_800_000_000_000_000).expect("in range");
        (0..count).map(|_| source.next(now)).collect()
    }

    fn task(id: TemplateItemId, after_item_id: Option<TemplateItemId>) -> TemplateItem {
        TemplateItem {
            id,
            title: "Write".into(),
            description: None,
            details: Details::Task(TaskDetails::default()),
            completion_rule: CompletionRule::All,
            after_item_id,
            after_delay: None,
        }
    }

    /// Three tasks; the second waits for the first, the third for the second.
    fn chain(ids: &[TemplateItemId]) -> TemplateContent {
        let items = vec![task(ids[0], None), task(ids[1], Some(ids[0])), task(ids[2], Some(ids[1]))];
        TemplateContent::new("Chain", None, items)
    }

    fn waiting_for(prior: TemplateItemId) -> UpdateTemplateItem {
        UpdateTemplateItem { after_item_id: Some(Some(prior)), ..UpdateTemplateItem::default() }
    }

    #[test]
    fn an_item_cannot_wait_for_itself_however_far_round() {
        let ids = ids(3);
        for prior in [ids[0], ids[1], ids[2]] {
            let problem = chain(&ids).change(ids[0], waiting_for(prior)).expect_err("a circle");
            assert_eq!(problem.code(), Code::DependencyCycle);
        }
        assert!(chain(&ids).change(ids[2], waiting_for(ids[0])).expect("no circle"));
    }

    #[test]
    fn waiting_needs_a_prior_item_of_the_same_template() {
        let ids = ids(4);
        let problem = chain(&ids).change(ids[0], waiting_for(ids[3])).expect_err("not in this template");
        assert_eq!(problem.errors()[0].pointer.as_deref(), Some("/after_item_id"));
        let delay = UpdateTemplateItem { after_delay: Some(Some(IsoDuration::from_minutes(5))), ..UpdateTemplateItem::default() };
        assert_eq!(chain(&ids).change(ids[0], delay).expect_err("waits for nothing").code(), Code::ValidationFailed);
        let clear = UpdateTemplateItem { after_item_id: Some(None), ..UpdateTemplateItem::default() };
        let mut content = chain(&ids);
        content.items[1].after_delay = Some(IsoDuration::from_minutes(5));
        assert!(content.change(ids[1], clear).expect("cleared"));
        assert_eq!(content.items[1], task(ids[1], None));
    }

    #[test]
    fn an_item_that_others_wait_for_stays() {
        let ids = ids(3);
        let mut content = chain(&ids);
        assert_eq!(content.remove(ids[0]).expect_err("the second waits").code(), Code::HasDependents);
        content.remove(ids[2]).expect("nobody waits");
        assert_eq!(content.items.len(), 2);
    }

    #[test]
    fn an_order_names_every_item_once() {
        let ids = ids(4);
        for order in [vec![], vec![ids[0], ids[1]], vec![ids[0], ids[1], ids[1]], vec![ids[0], ids[1], ids[3]]] {
            assert_eq!(chain(&ids).reorder(&order).expect_err("incomplete").code(), Code::ItemOrderMismatch);
        }
        let mut content = chain(&ids);
        assert!(!content.reorder(&ids[..3]).expect("as it is"));
        assert!(content.reorder(&[ids[2], ids[0], ids[1]]).expect("moved"));
        assert_eq!(content.items.iter().map(|item| item.id).collect::<Vec<_>>(), [ids[2], ids[0], ids[1]]);
    }

    #[test]
    fn a_copy_waits_for_copies() {
        let ids = ids(6);
        let mut fresh = ids[3..].iter().copied();
        let copy = copied(chain(&ids).items, || fresh.next().expect("enough"));
        assert_eq!(copy, [task(ids[3], None), task(ids[4], Some(ids[3])), task(ids[5], Some(ids[4]))]);
    }
}
