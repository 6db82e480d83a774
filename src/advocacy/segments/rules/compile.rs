//! From a rule as JSON to one that makes sense, or to every fault of it with a JSON pointer.

use std::collections::BTreeSet;

use super::node::{MAX_DEPTH, MAX_LEAVES, RuleNode};
use super::{Comparison, Rule};
use crate::identity::attributes::model::Definitions;
use crate::kernel::FieldError;
use crate::kernel::ids::SegmentId;

/// A rule, and what it depends on.
#[derive(Debug, Clone)]
pub struct Compiled {
    pub rule: Rule,
    pub fields: BTreeSet<String>,
    pub references: Vec<Reference>,
    /// Whether time alone can change what it says of somebody.
    pub is_timed: bool,
}

/// Another segment that a rule refers to, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub segment_id: SegmentId,
    pub pointer: String,
}

/// Reads a rule. All faults are told at once.
pub fn compile(node: &RuleNode, definitions: &Definitions, pointer: &str) -> Result<Compiled, Vec<FieldError>> {
    let mut compiler =
        Compiler { definitions, faults: Vec::new(), fields: BTreeSet::new(), references: Vec::new(), leaves: 0, is_timed: false };
    let rule = compiler.node(node, pointer, 1);
    if compiler.leaves > MAX_LEAVES {
        compiler.fault(pointer, "too_many", format!("has more than {MAX_LEAVES} comparisons"));
    }
    match rule {
        Some(rule) if compiler.faults.is_empty() => {
            Ok(Compiled { rule, fields: compiler.fields, references: compiler.references, is_timed: compiler.is_timed })
        }
        _ => Err(compiler.faults),
    }
}

struct Compiler<'a> {
    definitions: &'a Definitions,
    faults: Vec<FieldError>,
    fields: BTreeSet<String>,
    references: Vec<Reference>,
    leaves: usize,
    is_timed: bool,
}

impl Compiler<'_> {
    fn fault(&mut self, pointer: &str, code: &str, detail: impl Into<String>) {
        self.faults.push(FieldError::at(pointer, code, detail));
    }

    fn node(&mut self, node: &RuleNode, pointer: &str, depth: usize) -> Option<Rule> {
        let compares = node.field.is_some() || node.op.is_some() || node.value.is_some();
        let forms = [node.all.is_some(), node.any.is_some(), node.not.is_some(), node.segment.is_some(), compares];
        if forms.iter().filter(|is_it| **is_it).count() != 1 {
            self.fault(pointer, "invalid_rule", "must be one of: all, any, not, segment, or field with op");
            return None;
        }
        if depth > MAX_DEPTH {
            self.fault(pointer, "too_deep", format!("is deeper than {MAX_DEPTH} levels"));
            return None;
        }
        if let Some(nodes) = &node.all {
            return self.nodes(nodes, &format!("{pointer}/all"), depth).map(Rule::All);
        }
        if let Some(nodes) = &node.any {
            return self.nodes(nodes, &format!("{pointer}/any"), depth).map(Rule::Any);
        }
        if let Some(inner) = &node.not {
            return self.node(inner, &format!("{pointer}/not"), depth + 1).map(|rule| Rule::Not(Box::new(rule)));
        }
        self.leaves += 1;
        if let Some(segment_id) = node.segment {
            self.references.push(Reference { segment_id, pointer: format!("{pointer}/segment") });
            return Some(Rule::Segment(segment_id));
        }
        self.comparison(node, pointer)
    }

    /// All of them, or none where one is at fault. What comes after a fault is looked at too.
    fn nodes(&mut self, nodes: &[RuleNode], pointer: &str, depth: usize) -> Option<Vec<Rule>> {
        if nodes.is_empty() {
            self.fault(pointer, "too_few", "must have at least 1 entry");
        }
        let rules: Vec<Option<Rule>> =
            nodes.iter().enumerate().map(|(index, node)| self.node(node, &format!("{pointer}/{index}"), depth + 1)).collect();
        rules.into_iter().collect()
    }

    fn comparison(&mut self, node: &RuleNode, pointer: &str) -> Option<Rule> {
        for (is_there, name) in [(node.field.is_some(), "field"), (node.op.is_some(), "op")] {
            if !is_there {
                self.fault(&format!("{pointer}/{name}"), "required", "is required");
            }
        }
        let (name, op) = (node.field.as_ref()?, node.op?);
        let Some((field, value_type)) = self.definitions.field(name) else {
            self.fault(&format!("{pointer}/field"), "unknown_attribute", "is not an attribute here");
            return None;
        };
        let operators = value_type.operators();
        if !operators.contains(&op) {
            let words = operators.iter().map(|op| op.as_str()).collect::<Vec<_>>().join(", ");
            self.fault(
                &format!("{pointer}/op"),
                "wrong_operator",
                format!("must be one of these for an attribute of type {value_type}: {words}"),
            );
            return None;
        }
        match Comparison::read(value_type, op, node.value.as_ref()) {
            Ok(comparison) => {
                self.is_timed |= matches!(comparison, Comparison::WithinLast(_));
                self.fields.insert(name.clone());
                Some(Rule::Compare { name: name.clone(), field, value_type, comparison })
            }
            Err((code, detail)) => {
                self.fault(&format!("{pointer}/value"), code, detail);
                None
            }
        }
    }
}
