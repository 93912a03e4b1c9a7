"""« Réviser »: five minutes a day over words, alerts of the unit's fiches and missed questions."""
