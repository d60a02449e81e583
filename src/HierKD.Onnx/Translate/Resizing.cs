using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Images of other sizes: padding and interpolation.</summary>
internal static class Resizing
{
    private const string Upsample = "input:T outputSize:L scaleFactors:F";

    public static IEnumerable<Operator> All =>
    [
        new("THSNN_pad", "input:T pad:L mode:N value:N", Pad),
        new("THSNN_interpolate",
            "input:T size:L scale_factor:F mode:N align_corners:N recompute_scale_factor:N antialias:N", Interpolate),
        .. new[] { 1, 2, 3 }.Select(axes =>
            new Operator($"THSTensor_upsample_nearest{axes}d", Upsample, (o, g) => Nearest(o, g, "scaleFactors"))),
    ];

    private static void Pad(Operation operation, GraphBuilder graph)
    {
        var (pad, rank, type) = (operation.Integers("pad"), operation.Result.Rank, operation.Result.Type);
        if (operation.Integer("mode") == 3)
        {
            if (pad.Any(p => p < 0)) throw operation.Refuse("it cuts and pads in a circle.", "Cut with narrow first.");
            PadInCircle(operation, graph, pad);
            return;
        }
        var mode = operation.Integer("mode") switch
        {
            1 => "reflect",
            2 => "edge",
            _ => "constant",
        };
        // Torch counts from the last axis, begin and end of each together.
        var pads = new long[2 * rank];
        for (var i = 0; i < pad.Length / 2; i++)
        {
            pads[rank - 1 - i] = pad[2 * i];
            pads[2 * rank - 1 - i] = pad[2 * i + 1];
        }
        string[] inputs = [graph.Use(operation.Operand("input")), graph.Integers(pads)];
        if (mode == "constant") inputs = [.. inputs, graph.Number(operation.Number("value"), type)];
        graph.Result(operation, "Pad", inputs, ("mode", mode));
    }

    private static void PadInCircle(Operation operation, GraphBuilder graph, long[] pad)
    {
        var (input, type) = (operation.Operand("input"), operation.Result.Type);
        var (value, shape) = (graph.Use(input), input.Shape.ToArray());
        for (var i = 0; i < pad.Length / 2; i++)
        {
            var axis = shape.Length - 1 - i;
            if (!shape[axis].IsFixed) throw operation.Refuse("it pads the batch.", "Pad other axes.");
            var size = shape[axis].Fixed;
            var (before, whole) = (pad[2 * i], size + pad[2 * i] + pad[2 * i + 1]);
            long[] places = [.. Enumerable.Range(0, (int)whole).Select(at => (at - before + size) % size)];
            shape[axis] = places.Length;
            value = graph.Node("Gather", [value, graph.Tensor(tensor(places), "places")], type, [.. shape], ("axis", (long)axis));
        }
        graph.Bind(operation.Result, value);
    }

    private static void Interpolate(Operation operation, GraphBuilder graph)
    {
        if (operation.Truth("antialias")) throw operation.Refuse("it smooths.", "Leave antialias out.");
        var mode = (InterpolationMode)operation.Integer("mode");
        // TorchSharp: 0 says nothing, 1 aligns, 2 does not.
        var aligns = operation.Integer("align_corners") == 1;
        switch (mode)
        {
            case InterpolationMode.Nearest:
                Nearest(operation, graph, "scale_factor");
                return;
            case InterpolationMode.Linear or InterpolationMode.Bilinear or InterpolationMode.Trilinear:
                Resize(operation, graph, "scale_factor", ("mode", "linear"), Coordinates(aligns));
                return;
            case InterpolationMode.Bicubic:
                Resize(operation, graph, "scale_factor", ("mode", "cubic"), Coordinates(aligns), ("cubic_coeff_a", -0.75));
                return;
            case InterpolationMode.Area:
                Pooling.AdaptiveAverage(operation, graph, operation.Result.Rank - 2);
                return;
            default: throw operation.Refuse($"its mode is {mode}.", "Use Nearest, Bilinear or Bicubic.");
        }
    }

    private static OnnxAttribute Coordinates(bool aligns) =>
        ("coordinate_transformation_mode", aligns ? "align_corners" : "half_pixel");

    private static void Nearest(Operation operation, GraphBuilder graph, string scales)
    {
        var (from, to) = Sizes(operation, scales);
        if (from.Zip(to).All(p => p.Second % p.First == 0))
        {
            Resize(
                operation, graph, scales,
                ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));
            return;
        }
        // Where sizes do not divide, a quotient and a product round to other pixels: torch says which it takes.
        var (input, type) = (operation.Operand("input"), operation.Result.Type);
        var (value, shape) = (graph.Use(input), input.Shape.ToArray());
        for (var axis = 0; axis < from.Length; axis++)
        {
            var pixels = nn.functional.interpolate(arange(from[axis], dtype: ScalarType.Float32).view(1, 1, -1), [to[axis]]);
            shape[axis + 2] = to[axis];
            string[] inputs = [value, graph.Tensor(pixels.view(-1).to_type(ScalarType.Int64), "pixels")];
            value = graph.Node("Gather", inputs, type, [.. shape], ("axis", axis + 2L));
        }
        graph.Bind(operation.Result, value);
    }

    private static void Resize(Operation operation, GraphBuilder graph, string scales, params OnnxAttribute[] attributes)
    {
        _ = Sizes(operation, scales);
        var given = graph.ShapeOf(operation.Result.Shape);
        graph.Result(operation, "Resize", [graph.Use(operation.Operand("input")), "", "", given], attributes);
    }

    private static (long[] From, long[] To) Sizes(Operation operation, string scales)
    {
        var (from, to) = (operation.Operand("input").Shape.Skip(2).ToArray(), operation.Result.Shape.Skip(2).ToArray());
        if (from.Concat(to).Any(d => !d.IsFixed)) throw operation.Refuse("the image's size grows with the batch.", "Keep the size.");
        var factors = operation.Reals(scales);
        var recomputes = operation.Arguments.ContainsKey("recompute_scale_factor") && operation.Truth("recompute_scale_factor");
        // Torch then steps by the factor that it was given, ONNX by the one between the sizes.
        if (!recomputes && Enumerable.Range(0, Math.Min(from.Length, factors.Length)).Any(i => factors[i] * from[i].Fixed != to[i].Fixed))
        {
            throw operation.Refuse("its factor does not give a whole size.", "Give it the size, or recompute_scale_factor: true.");
        }
        return ([.. from.Select(d => d.Fixed)], [.. to.Select(d => d.Fixed)]);
    }
}
