using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>Windows of images as columns, and images read at places that a grid says.</summary>
internal static class Windows
{
    public static IEnumerable<Operator> All =>
    [
        new("THSNN_unfold", "input:T kernel1:N kernel2:N stride1:N stride:N pad1:N pad2:N dil1:N dil2:N", Unfold),
        new("THSNN_grid_sample", "input:T grid:T mode:N padding_mode:N align_corners:N", Sample),
    ];

    private static void Unfold(Operation operation, GraphBuilder graph)
    {
        var (input, type) = (operation.Operand("input"), operation.Result.Type);
        if (input.Shape is not [var batch, { IsFixed: true } channels, { IsFixed: true } height, { IsFixed: true } width])
        {
            throw operation.Refuse("its input has not the axes [N, C, H, W].", "Give it these.");
        }
        var rows = Places("kernel1", "stride1", "pad1", "dil1", height.Fixed);
        var columns = Places("kernel2", "stride", "pad2", "dil2", width.Fixed);
        var (up, left) = (operation.Integer("pad1"), operation.Integer("pad2"));
        Dimension[] padded = [batch, channels, height.Fixed + 2 * up, width.Fixed + 2 * left];
        var value = graph.Use(input);
        if (up + left > 0) value = graph.Node("Pad", [value, graph.Integers(0, 0, up, left, 0, 0, up, left)], type, padded);
        Dimension[] byRows = [batch, channels, rows.shape[0], rows.shape[1], padded[3]];
        value = graph.Node("Gather", [value, graph.Tensor(rows, "rows")], type, byRows, ("axis", 2L));
        Dimension[] byBoth = [.. byRows.Take(4), columns.shape[0], columns.shape[1]];
        value = graph.Node("Gather", [value, graph.Tensor(columns, "columns")], type, byBoth, ("axis", 4L));
        long[] order = [0, 1, 2, 4, 3, 5];
        value = graph.Node("Transpose", [value], type, [.. order.Select(axis => byBoth[axis])], ("perm", order));
        graph.Bind(operation.Result, graph.Reshape(value, type, operation.Result.Shape));

        // [kernel, windows]: which element is at each place of each window.
        Tensor Places(string kernelName, string strideName, string padName, string dilationName, long size)
        {
            var (kernel, dilation) = (operation.Integer(kernelName), operation.Integer(dilationName));
            var stride = operation.Integer(strideName);
            var windows = (size + 2 * operation.Integer(padName) - dilation * (kernel - 1) - 1) / stride + 1;
            return arange(kernel, dtype: ScalarType.Int64).unsqueeze(1) * dilation + arange(windows, dtype: ScalarType.Int64) * stride;
        }
    }

    private static void Sample(Operation operation, GraphBuilder graph)
    {
        var (input, grid) = (operation.Operand("input"), operation.Operand("grid"));
        if (input.Shape.Count != 4) throw operation.Refuse("its input is no image.", "Its axes are [N, C, H, W].");
        var mode = (GridSampleMode)operation.Integer("mode") == GridSampleMode.Nearest ? "nearest" : "bilinear";
        var padding = (GridSamplePaddingMode)operation.Integer("padding_mode") switch
        {
            GridSamplePaddingMode.Border => "border",
            GridSamplePaddingMode.Reflection => "reflection",
            _ => "zeros",
        };
        // TorchSharp: 0 says nothing, 1 aligns, 2 does not.
        graph.Result(operation, "GridSample", [graph.Use(input), graph.Use(grid)],
            ("mode", mode), ("padding_mode", padding), ("align_corners", operation.Integer("align_corners") == 1 ? 1L : 0L));
    }
}
