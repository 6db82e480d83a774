//! Definitions of attributes, and a person's values.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::types::{AttributeOperator, AttributeType, BuiltIn};
use super::values::AttributeValue;
use crate::db::schema::{attribute_definitions, user_attributes};
use crate::db::{Json, MultiBackend};
use crate::kernel::ids::{AttributeDefinitionId, OrganizationId, UserId};
use crate::kernel::{FieldError, Problem, Resource, Result, Timestamp};

/// Definitions of one organization at most; rules and values are read with all of them at hand.
pub const MAX_DEFINITIONS: usize = 200;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = attribute_definitions, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct AttributeDefinition {
    pub id: AttributeDefinitionId,
    pub organization_id: OrganizationId,
    pub name: String,
    pub value_type: AttributeType,
    pub label: Option<String>,
    pub description: Option<String>,
    pub created_at: Timestamp,
}

/// What is kept of a person, by the ids of definitions: a definition that is made anew under an old name
/// begins without values.
pub type StoredValues = BTreeMap<AttributeDefinitionId, Value>;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = user_attributes, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
pub struct UserAttributes {
    pub user_id: UserId,
    pub organization_id: OrganizationId,
    pub attribute_values: Json<StoredValues>,
}

/// A person's values, by name, as the API shows them.
pub type Attributes = BTreeMap<String, Value>;

/// The value of an attribute: of `text` and `date` a text, of `list` several; null says nothing.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = AttributeValue)]
pub enum AttributeJson {
    Nothing,
    Text(String),
    Number(f64),
    Boolean(bool),
    List(Vec<String>),
}

/// Every definition of an organization.
#[derive(Debug, Clone, Default)]
pub struct Definitions {
    by_name: HashMap<String, AttributeDefinition>,
}

/// What a field is called by in rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    BuiltIn(BuiltIn),
    Defined(AttributeDefinitionId),
}

impl Definitions {
    pub fn new(all: Vec<AttributeDefinition>) -> Self {
        Self { by_name: all.into_iter().map(|definition| (definition.name.clone(), definition)).collect() }
    }

    /// The field of this name, and its type.
    pub fn field(&self, name: &str) -> Option<(Field, AttributeType)> {
        if let Ok(built_in) = name.parse::<BuiltIn>() {
            return Some((Field::BuiltIn(built_in), built_in.value_type()));
        }
        self.get(name).map(|definition| (Field::Defined(definition.id), definition.value_type))
    }

    pub fn get(&self, name: &str) -> Option<&AttributeDefinition> {
        self.by_name.get(name)
    }

    /// Values by name. What belongs to no definition any more is left out.
    pub fn shown(&self, values: &StoredValues) -> Attributes {
        let named = self.by_name.values().filter_map(|definition| Some((definition.name.clone(), values.get(&definition.id)?.clone())));
        named.collect()
    }

    /// Only what belongs to a definition.
    pub fn living(&self, values: &StoredValues) -> StoredValues {
        let living = self.by_name.values().filter_map(|definition| Some((definition.id, values.get(&definition.id)?.clone())));
        living.collect()
    }

    /// Reads values that were sent, all faults at once. `None` clears one.
    pub fn read(&self, sent: &Attributes, pointer: &str) -> Result<Vec<(&AttributeDefinition, Option<Value>)>> {
        let (mut read, mut faults) = (Vec::with_capacity(sent.len()), Vec::new());
        for (name, value) in sent {
            let at = || format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
            match self.get(name) {
                None if name.parse::<BuiltIn>().is_ok() => {
                    faults.push(FieldError::at(at(), "read_only_field", "is kept by Rapport itself"));
                }
                None => faults.push(FieldError::at(at(), "unknown_attribute", "is not an attribute here")),
                Some(definition) if value.is_null() => read.push((definition, None)),
                Some(definition) => match AttributeValue::read(definition.value_type, value) {
                    Ok(value) => read.push((definition, Some(value.into_json()))),
                    Err((code, detail)) => faults.push(FieldError::at(at(), code, detail)),
                },
            }
        }
        if faults.is_empty() { Ok(read) } else { Err(Problem::invalid(faults)) }
    }
}

/// Something that is known of people.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AttributeDefinition)]
pub struct AttributeDefinitionView {
    /// What rules, values and CSV columns call it by.
    #[schema(example = "account.tier")]
    pub name: String,
    #[serde(rename = "type")]
    pub value_type: AttributeType,
    #[schema(example = "Account tier")]
    pub label: Option<String>,
    pub description: Option<String>,
    /// Everybody has it; it can be neither written nor deleted.
    pub is_built_in: bool,
    /// What rules can ask of it.
    #[schema(example = json!(["eq", "ne", "in", "not_in", "contains", "starts_with", "is_set", "is_not_set"]))]
    pub operators: Vec<AttributeOperator>,
    pub created_at: Option<Timestamp>,
}

impl From<AttributeDefinition> for AttributeDefinitionView {
    fn from(row: AttributeDefinition) -> Self {
        Self {
            name: row.name,
            value_type: row.value_type,
            label: row.label,
            description: row.description,
            is_built_in: false,
            operators: row.value_type.operators().to_vec(),
            created_at: Some(row.created_at),
        }
    }
}

impl From<BuiltIn> for AttributeDefinitionView {
    fn from(built_in: BuiltIn) -> Self {
        Self {
            name: built_in.to_string(),
            value_type: built_in.value_type(),
            label: Some(built_in.label().to_owned()),
            description: Some(built_in.description().to_owned()),
            is_built_in: true,
            operators: built_in.value_type().operators().to_vec(),
            created_at: None,
        }
    }
}

impl Resource for AttributeDefinitionView {
    fn path(&self) -> String {
        format!("/attribute-definitions/{}", self.name)
    }
    fn version(&self) -> Option<i64> {
        None
    }
}

/// A new attribute. Its name and type stay.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "renewal_on", "type": "date", "label": "Renewal"}))]
pub struct CreateAttributeDefinition {
    #[schema(min_length = 1, max_length = 64, pattern = "^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*$", example = "account.tier")]
    pub name: String,
    #[serde(rename = "type")]
    pub value_type: AttributeType,
    #[schema(max_length = 200, example = "Account tier")]
    pub label: Option<String>,
    #[schema(max_length = 2_000)]
    pub description: Option<String>,
}

/// Every attribute of a person; what is left out is cleared.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"attributes": {"nps_score": 9, "account.tier": "gold"}}))]
pub struct PutUserAttributes {
    /// Values by name: texts, numbers, true or false, dates as text, lists of texts.
    #[schema(value_type = HashMap<String, AttributeJson>)]
    pub attributes: Attributes,
}

/// Some attributes of a person; what is left out stays, null clears.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"attributes": {"nps_score": 10}}))]
pub struct UpdateUserAttributes {
    /// Values by name: texts, numbers, true or false, dates as text, lists of texts.
    #[schema(value_type = HashMap<String, AttributeJson>)]
    pub attributes: Attributes,
}
