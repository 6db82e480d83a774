//! Rules: a tree of `all`, `any`, `not`, comparisons of fields, and other segments. Read strictly by the
//! types of the fields, then asked of one person at a time. Pure.

mod comparison;
mod compile;
mod evaluate;
mod node;

pub use comparison::Comparison;
pub use compile::{Compiled, Reference, compile};
pub use evaluate::{Facts, Heard, Standing};
pub use node::{MAX_DEPTH, MAX_LEAVES, RuleEntry, RuleNode, RuleValue};

use crate::identity::attributes::model::Field;
use crate::identity::attributes::types::AttributeType;
use crate::kernel::ids::SegmentId;

/// A rule that makes sense; it has the shape of the tree that it was made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    All(Vec<Rule>),
    Any(Vec<Rule>),
    Not(Box<Rule>),
    Compare { name: String, field: Field, value_type: AttributeType, comparison: Comparison },
    Segment(SegmentId),
}
