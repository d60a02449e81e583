using HierKD.LibTorch.Tests.Reference;
using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Operators;

/// <summary>Pooling, padding, interpolation.</summary>
public sealed class ResamplingTests : ScopedTest
{
    private static readonly ReferenceFamily Family = new("resampling");

    private static readonly Dictionary<string, Func<ReferenceCall, Tensor[]>> Operators = new()
    {
        ["max_pool1d"] = c => [functional.max_pool1d(c.Input, c.Case.Whole("kernel_size"), c.Case.WholeOrNull("stride"), c.Case.WholeOrNull("padding"), c.Case.WholeOrNull("dilation"))],
        ["max_pool2d"] = c => [functional.max_pool2d(c.Input, c.Case.Wholes("kernel_size")!, c.Case.Wholes("stride"), c.Case.Wholes("padding"), c.Case.Wholes("dilation"), c.Case.Flag("ceil_mode", false))],
        ["avg_pool1d"] = c => [functional.avg_pool1d(c.Input, c.Case.Whole("kernel_size"), c.Case.WholeOrNull("stride"), c.Case.WholeOrNull("padding"))],
        ["avg_pool2d"] = c => [functional.avg_pool2d(c.Input, c.Case.Wholes("kernel_size")!, c.Case.Wholes("stride"), c.Case.Wholes("padding"), c.Case.Flag("ceil_mode", false), c.Case.Flag("count_include_pad", true))],
        ["adaptive_avg_pool1d"] = c => [functional.adaptive_avg_pool1d(c.Input, c.Case.Whole("output_size"))],
        ["adaptive_avg_pool2d"] = c => [functional.adaptive_avg_pool2d(c.Input, c.Case.Wholes("output_size")!)],
        ["adaptive_max_pool2d"] = c => [functional.adaptive_max_pool2d(c.Input, c.Case.Wholes("output_size")!)],
        ["pad"] = c => [functional.pad(c.Input, c.Case.Wholes("pad")!, PadMode(c), c.Case.Args.TryGetValue("value", out var value) ? value.GetDouble() : 0)],
        ["interpolate"] = c => [functional.interpolate(c.Input, c.Case.Wholes("size"), c.Case.Numbers("scale_factor"), InterpolationModeOf(c), AlignCorners(c))],
        ["pixel_shuffle"] = c => [functional.pixel_shuffle(c.Input, c.Case.Whole("upscale_factor"))],
        ["max_pool2d_with_indices"] = c =>
        {
            var (output, indices) = functional.max_pool2d_with_indices(c.Input, c.Case.Wholes("kernel_size")!);
            return [output, indices];
        },
    };

    public static TheoryData<string, ScalarType> Cases => Family.InBothTypes();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyTorch(string name, ScalarType type) => ReferenceCall.Check(Family[name], type, Operators);

    [Fact]
    public void Scalar_and_pair_overloads_agree_with_arrays()
    {
        var x = arange(0, 36, dtype: ScalarType.Float64).reshape(1, 1, 6, 6);
        TensorAssert.Same(functional.max_pool2d(x, new long[] { 3, 3 }, new long[] { 2, 2 }), functional.max_pool2d(x, 3, 2));
        TensorAssert.Same(functional.max_pool2d(x, new long[] { 3, 2 }), functional.max_pool2d(x, (3, 2)));
        TensorAssert.Same(functional.avg_pool2d(x, new long[] { 3, 3 }, new long[] { 1, 1 }), functional.avg_pool2d(x, 3, 1));
        TensorAssert.Same(functional.adaptive_avg_pool2d(x, new long[] { 2, 2 }), functional.adaptive_avg_pool2d(x, 2));
        TensorAssert.Same(functional.adaptive_avg_pool2d(x, new long[] { 2, 3 }), functional.adaptive_avg_pool2d(x, (2, 3)));
    }

    private static PaddingModes PadMode(ReferenceCall call) => call.Case.Text("mode") switch
    {
        "reflect" => PaddingModes.Reflect,
        "replicate" => PaddingModes.Replicate,
        "circular" => PaddingModes.Circular,
        _ => PaddingModes.Constant,
    };

    private static InterpolationMode InterpolationModeOf(ReferenceCall call) =>
        call.Case.Text("mode") == "bilinear" ? InterpolationMode.Bilinear : InterpolationMode.Nearest;

    private static bool? AlignCorners(ReferenceCall call) => call.Case.Args.TryGetValue("align_corners", out var value) ? value.GetBoolean() : null;
}
