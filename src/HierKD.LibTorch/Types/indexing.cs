namespace TorchSharp;

/// <summary>The order of a grid's axes.</summary>
public enum indexing
{
    xy,
    ij,
}
