//! What types attributes have, what can be asked of each, and the attributes that everybody has.

use crate::kernel::text_enum;

text_enum! {
    /// What an attribute's values are.
    pub enum AttributeType {
        /// Up to 500 characters.
        Text = "text",
        Number = "number",
        Boolean = "boolean",
        /// A date, or a date with a time.
        Date = "date",
        /// Several texts.
        List = "list",
    }
}

text_enum! {
    /// How a rule compares an attribute. A comparison with a missing value is false, `ne` and `not_in` too.
    pub enum AttributeOperator {
        Eq = "eq",
        Ne = "ne",
        In = "in",
        NotIn = "not_in",
        Contains = "contains",
        StartsWith = "starts_with",
        Lt = "lt",
        Lte = "lte",
        Gt = "gt",
        Gte = "gte",
        /// From the first of two values to the second, both included.
        Between = "between",
        Before = "before",
        After = "after",
        /// At most this long ago, such as `P30D`, and not to come.
        WithinLast = "within_last",
        IncludesAny = "includes_any",
        IncludesAll = "includes_all",
        IsSet = "is_set",
        IsNotSet = "is_not_set",
    }
}

impl AttributeOperator {
    /// Whether it asks only whether there is a value.
    pub fn is_about_presence(self) -> bool {
        matches!(self, AttributeOperator::IsSet | AttributeOperator::IsNotSet)
    }
}

impl AttributeType {
    /// What can be asked of values of this type.
    pub fn operators(self) -> &'static [AttributeOperator] {
        use AttributeOperator::{
            After, Before, Between, Contains, Eq, Gt, Gte, In, IncludesAll, IncludesAny, IsNotSet, IsSet, Lt, Lte, Ne, NotIn, StartsWith,
            WithinLast,
        };
        match self {
            AttributeType::Text => &[Eq, Ne, In, NotIn, Contains, StartsWith, IsSet, IsNotSet],
            AttributeType::Number => &[Eq, Ne, Lt, Lte, Gt, Gte, Between, IsSet, IsNotSet],
            AttributeType::Boolean => &[Eq, IsSet, IsNotSet],
            AttributeType::Date => &[Before, After, Between, WithinLast, IsSet, IsNotSet],
            AttributeType::List => &[IncludesAny, IncludesAll, IsSet, IsNotSet],
        }
    }
}

text_enum! {
    /// What everybody has without a definition.
    pub enum BuiltIn {
        CreatedAt = "created_at",
        Points = "points",
        SubmissionsApproved = "submissions_approved",
    }
}

impl BuiltIn {
    pub fn value_type(self) -> AttributeType {
        match self {
            BuiltIn::CreatedAt => AttributeType::Date,
            BuiltIn::Points | BuiltIn::SubmissionsApproved => AttributeType::Number,
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            BuiltIn::CreatedAt => "Added",
            BuiltIn::Points => "Points",
            BuiltIn::SubmissionsApproved => "Approved submissions",
        }
    }

    pub fn description(self) -> &'static str {
        match self {
            BuiltIn::CreatedAt => "When the person was added.",
            BuiltIn::Points => "The balance of their points.",
            BuiltIn::SubmissionsApproved => "How many of their submissions are approved.",
        }
    }
}
