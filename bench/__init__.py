"""How good and how fast is it? Measurements, side by side with others; not part of the product."""
