namespace HierKD;

/// <summary>One call of a layer in a forward pass.</summary>
/// <param name="Layer">The layer, or <see langword="null"/> if its kind is not known.</param>
/// <param name="Name">The module's path in the model.</param>
/// <param name="Kind">The module's type name.</param>
/// <param name="InputShape">The shape of what went in.</param>
/// <param name="OutputShape">The shape of what came out.</param>
internal sealed record LayerCall(PrunableLayer? Layer, string Name, string Kind, long[] InputShape, long[] OutputShape);
