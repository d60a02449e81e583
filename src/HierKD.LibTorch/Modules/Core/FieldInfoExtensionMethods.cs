using System.Reflection;
using TorchSharp.Utils;

namespace TorchSharp;

/// <summary>The names under which fields are registered.</summary>
public static class FieldInfoExtensionMethods
{
    /// <summary>The name that the field's attribute gives, or else the field's own.</summary>
    public static string ComponentName(this FieldInfo field) => field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
}
