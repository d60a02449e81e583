using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Numbers of one floating-point type as those of another.</summary>
internal static class FloatConversion
{
    public static bool CanConvert(ScalarType from, ScalarType to) => is_floating_point(from) && is_floating_point(to);

    /// <summary>Whether the other type has no room for a number: finite before, infinite after.</summary>
    public static bool Overflows(Tensor before, Tensor after)
    {
        using var scope = NewDisposeScope();
        // They may be on two devices.
        var isFinite = after.isfinite().cpu();
        return !isFinite.all().ToBoolean() && before.isfinite().cpu().ne(isFinite).any().ToBoolean();
    }
}
