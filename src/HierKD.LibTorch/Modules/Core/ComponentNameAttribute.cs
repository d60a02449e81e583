namespace TorchSharp.Utils;

/// <summary>Names the component that a module's field holds.</summary>
[AttributeUsage(AttributeTargets.Field)]
public class ComponentNameAttribute : Attribute
{
    /// <summary>The name of the component.</summary>
    public string? Name { get; set; }
}
