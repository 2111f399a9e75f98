"""照会・調査への回答: the yearly figures that others ask the city for, each with its definition and source."""
