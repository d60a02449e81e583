using System.Reflection;
using TorchSharp.Modules;

namespace HierKD;

/// <summary>
/// Writes the channel counts that TorchSharp's layers keep in get-only properties. The only place of the library that
/// reaches private names: a layer is shrunk in place, so that the user's own fields go on referring to it, and
/// <c>Conv2d.forward</c> refuses an input whose channels differ from <c>in_channels</c>.
/// </summary>
internal static class ShapeProperties
{
    private static readonly FieldInfo ConvolutionInputs = BackingField(typeof(Convolution), nameof(Convolution.in_channels));
    private static readonly FieldInfo ConvolutionOutputs = BackingField(typeof(Convolution), nameof(Convolution.out_channels));
    private static readonly FieldInfo NormFeatures = BackingField(typeof(NormBase), nameof(NormBase.num_features));
    private static readonly FieldInfo ActivationParameters = BackingField(typeof(PReLU), nameof(PReLU.num_parameters));

    /// <summary>The private fields this file relies on: declaring type and property.</summary>
    public static IReadOnlyList<(Type Type, string Property)> Contract { get; } =
    [
        (typeof(Convolution), nameof(Convolution.in_channels)),
        (typeof(Convolution), nameof(Convolution.out_channels)),
        (typeof(NormBase), nameof(NormBase.num_features)),
        (typeof(PReLU), nameof(PReLU.num_parameters)),
    ];

    public static void Set(Convolution convolution, long outputs, long inputs)
    {
        ConvolutionOutputs.SetValue(convolution, outputs);
        ConvolutionInputs.SetValue(convolution, inputs);
    }

    public static void Set(NormBase norm, long features) => NormFeatures.SetValue(norm, features);

    public static void Set(PReLU activation, long parameters) => ActivationParameters.SetValue(activation, parameters);

    /// <summary>The field behind a get-only auto-property.</summary>
    /// <exception cref="MissingFieldException">This version of TorchSharp stores the property in another way.</exception>
    public static FieldInfo BackingField(Type type, string property) =>
        type.GetField($"<{property}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new MissingFieldException(
            $"{type.FullName}.{property} has no backing field in {type.Assembly.GetName().Name} {type.Assembly.GetName().Version}: " +
            "this version of TorchSharp is newer than this version of HierKD knows. Use a TorchSharp version " +
            "from HierKD's readme, or a later HierKD.");
}
