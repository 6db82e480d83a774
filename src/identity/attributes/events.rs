//! What attributes announce. Values are never told, for subscribers need not know people that well.

use serde::Serialize;

use super::model::AttributeDefinition;
use super::types::AttributeType;
use crate::kernel::ids::{OrganizationId, UserId};
use crate::messaging::events::{Event, event};

/// Something that happened to a definition.
#[derive(Serialize)]
pub struct DefinitionEvent {
    #[serde(skip)]
    event: &'static str,
    #[serde(skip)]
    organization_id: OrganizationId,
    #[serde(skip)]
    subject_id: String,
    name: String,
    #[serde(rename = "type")]
    value_type: AttributeType,
}

impl DefinitionEvent {
    pub fn new(event: &'static str, row: &AttributeDefinition) -> Self {
        Self {
            event,
            organization_id: row.organization_id,
            subject_id: row.id.to_string(),
            name: row.name.clone(),
            value_type: row.value_type,
        }
    }
}

impl Event for DefinitionEvent {
    fn name(&self) -> &'static str {
        self.event
    }
    fn organization_id(&self) -> OrganizationId {
        self.organization_id
    }
    fn subject_id(&self) -> String {
        self.subject_id.clone()
    }
}

/// Some values of a person changed.
#[derive(Serialize)]
pub struct AttributesChanged {
    #[serde(skip)]
    pub organization_id: OrganizationId,
    pub user_id: UserId,
    /// The names of the attributes.
    pub changed: Vec<String>,
}

event!(AttributesChanged { name: "user.attributes_changed", subject: user_id });
