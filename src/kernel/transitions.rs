//! State machines as tables: from, action, to. What is allowed, what an error lists as allowed, and what the
//! documentation says come from one such table.

use std::fmt::Display;

use super::{Code, Problem, Result};

/// What can be done with a thing.
pub trait Action: Copy + PartialEq + 'static {
    /// Its word on the wire.
    fn as_str(self) -> &'static str;
}

/// Declares the actions of a state machine, each with its word on the wire.
macro_rules! actions {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $vis enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            pub fn as_str(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
        }

        impl $crate::kernel::transitions::Action for $name {
            fn as_str(self) -> &'static str { self.as_str() }
        }
    };
}
pub(crate) use actions;

/// The state machine of one kind of thing. Where an action leads is a state, or what a state follows from.
pub struct Transitions<S: 'static, A: 'static, To: 'static = S> {
    thing: &'static str,
    table: &'static [(S, A, To)],
}

impl<S: Copy + PartialEq + Display + 'static, A: Action, To: Copy> Transitions<S, A, To> {
    /// `thing` is how a problem speaks of it: "goal".
    pub const fn of(thing: &'static str, table: &'static [(S, A, To)]) -> Self {
        Self { thing, table }
    }

    /// What can be done in a state, in the order of the table.
    pub fn open(&self, state: S) -> impl Iterator<Item = A> {
        self.table.iter().filter(move |(from, ..)| *from == state).map(|(_, action, _)| *action)
    }

    /// The words of what can be done in a state.
    pub fn allowed(&self, state: S) -> Vec<&'static str> {
        self.open(state).map(Action::as_str).collect()
    }

    /// Where an action leads, if it is possible.
    pub fn step(&self, state: S, action: A) -> Option<To> {
        self.table.iter().find(|(from, possible, _)| *from == state && *possible == action).map(|(.., to)| *to)
    }

    /// The problem that an action is not possible, with what is.
    pub fn refuse(&self, code: Code, state: S, action: A, allowed: Vec<&'static str>) -> Problem {
        refuse(code, self.thing, state, action.as_str(), allowed)
    }
}

impl<S: Copy + PartialEq + Display + 'static, A: Action> Transitions<S, A> {
    /// The state after an action, or 409 with what is allowed instead.
    pub fn after(&self, state: S, action: A) -> Result<S> {
        self.step(state, action).ok_or_else(|| self.refuse(Code::InvalidTransition, state, action, self.allowed(state)))
    }
}

/// The problem that something cannot be done with a thing in its state, with what can.
pub fn refuse(code: Code, thing: &str, state: impl Display, action: &str, allowed: Vec<&'static str>) -> Problem {
    let action = action.replace('_', " ");
    Problem::new(code).detail(format!("The {thing} is {state}; {action} is not possible.")).with("allowed_actions", allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    actions! {
        enum Turn {
            Open = "open",
            PushOpen = "push_open",
        }
    }

    #[test]
    fn what_is_refused_says_what_is_allowed() {
        let doors = Transitions::of("door", &[("shut", Turn::Open, "open"), ("ajar", Turn::PushOpen, "open")]);
        assert_eq!(doors.after("shut", Turn::Open).expect("allowed"), "open");
        assert_eq!(doors.step("shut", Turn::PushOpen), None);
        let problem = doors.after("shut", Turn::PushOpen).expect_err("it is shut");
        assert_eq!((problem.code(), doors.allowed("shut")), (Code::InvalidTransition, vec!["open"]));
    }
}
