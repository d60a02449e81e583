namespace HierKD;

/// <summary>
/// Something in a pickle that Python would make by a class or a function. Nothing is made of it here: it is known by its name alone, and
/// what the pickle puts into it is forgotten.
/// </summary>
/// <param name="Name">What it is, as a message calls it.</param>
internal sealed record PickledObject(string Name)
{
    public static readonly PickledObject Bytes = new("bytes");
    public static readonly PickledObject Integer = new("an integer of more than 64 bits");
    public static readonly PickledObject Set = new("a set");
    public static readonly PickledObject Unnamed = new("an object");
    public static readonly PickledObject Unread = new("a tensor of complex, quantised or untyped numbers");
}
