"""The seals over the record: how a change of it behind the product's back is found."""
