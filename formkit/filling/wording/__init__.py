"""The sentences of `formkit.filling.messages`, by what they speak of."""
