using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>
/// An assignment to a part of a tensor. The value is brought to the whole's shape, and a mask, which does not depend on the input, chooses
/// between it and the old elements.
/// </summary>
internal sealed class Assignment(Operation operation, GraphBuilder graph, string target)
{
    private readonly IOperand _whole = operation.Operand(target);

    /// <summary>The shape of the part, which the value is broadcast to.</summary>
    private readonly List<Dimension> _part = [];

    /// <summary>Which places of an axis are taken; null for all.</summary>
    private readonly long[]?[] _places = new long[operation.Operand(target).Shape.Count][];

    private bool _hasTensor;
    private bool _hasPlace;

    private ScalarType Type => operation.Result.Type;

    private IReadOnlyList<Dimension> Shape => _whole.Shape;

    public void Write()
    {
        var codes = operation.Integers("indexStarts");
        if (codes is [IndexCode.ByTensor] && operation.Operands("indexTensors")[0] is { Type: ScalarType.Bool } mask)
        {
            WriteMasked(mask);
            return;
        }
        var axis = 0;
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] == IndexCode.Ellipsis)
            {
                var behind = codes.Skip(i + 1).Count(code => !IndexCode.IsNewAxis(code));
                while (axis < Shape.Count - behind) TakeAll(axis++);
            }
            else if (IndexCode.IsNewAxis(codes[i])) _part.Add(1);
            else if (codes[i] == IndexCode.ByTensor) TakeByTensor(axis++, operation.Operands("indexTensors")[i]);
            else if (IndexCode.IsTruth(codes[i])) throw Refuse("it has a truth value as an index.");
            else if (IndexCode.IsPlace(codes[i])) TakePlace(axis++, codes[i]);
            else TakeSlice(axis++, IndexCode.Slice(operation, i));
        }
        while (axis < Shape.Count) TakeAll(axis++);
        Assign();
    }

    /// <summary>Assigns to a place along each of the first axes.</summary>
    public void WriteAt(long[] places)
    {
        for (var axis = 0; axis < Shape.Count; axis++)
        {
            if (axis < places.Length) TakePlace(axis, places[axis]);
            else TakeAll(axis);
        }
        Assign();
    }

    private OnnxExportException Refuse(string what) =>
        operation.Refuse(what, "Put the tensor together with cat, or choose its elements with where.");

    private void TakeAll(int axis) => _part.Add(Shape[axis]);

    private void TakePlace(int axis, long place)
    {
        if (_hasTensor) throw Refuse("it has a tensor beside other indices.");
        _hasPlace = true;
        _places[axis] = [Counted(axis, place)];
    }

    private void TakeSlice(int axis, (long Start, long End, long Step) slice)
    {
        if (slice is (0, long.MaxValue, 1))
        {
            TakeAll(axis);
            return;
        }
        var places = IndexCode.Places(slice, SizeOf(axis));
        _places[axis] = places;
        _part.Add(places.Length);
    }

    private void TakeByTensor(int axis, IOperand? index)
    {
        if (index is not Constant { Tensor: var places, Shape.Count: 1 } || places.dtype == ScalarType.Bool)
        {
            throw Refuse("its index is a tensor that depends on the input, or has not one axis.");
        }
        using var scope = NewDisposeScope();
        long[] taken = [.. places.cpu().to_type(ScalarType.Int64).data<long>().ToArray().Select(place => Counted(axis, place))];
        _places[axis] = taken;
        // Torch takes one element of each of them together.
        if (_hasTensor || _hasPlace) throw Refuse("it has a tensor beside other indices.");
        _hasTensor = true;
        if (taken.Distinct().Count() < taken.Length) throw Refuse("it has one place twice.");
        _part.Add(taken.Length);
    }

    private long SizeOf(int axis) => Shape[axis].IsFixed
        ? Shape[axis].Fixed
        : throw Refuse("it takes a part of an axis that grows with the batch.");

    private long Counted(int axis, long place) => SizeOf(axis) is var size && place < 0 ? place + size : place;

    private void WriteMasked(IOperand mask)
    {
        // What a value of many elements fills depends on how many are true.
        if (operation.Arguments["value"] is IOperand given && given.Shape.Any(size => !size.IsFixed || size.Fixed != 1))
        {
            throw Refuse("it fills a mask with more than one value.");
        }
        Dimension[] wide = [.. mask.Shape, .. Enumerable.Repeat((Dimension)1, Shape.Count - mask.Shape.Count)];
        Choose(graph.Reshape(graph.Use(mask), ScalarType.Bool, wide), Value([]));
    }

    private void Assign()
    {
        if (_places.Any(places => places?.Length == 0))
        {
            graph.Bind(operation.Result, Whole());
            return;
        }
        var value = Value([.. _part]);
        // As many axes as the whole has, with one element where a single place is taken.
        Dimension[] shape = [.. Shape.Select((size, axis) => _places[axis] is { } places ? places.Length : size)];
        if (IsSingle()) shape = [.. shape.Select(_ => (Dimension)1)];
        value = graph.Reshape(value, Type, [.. shape]);
        for (var axis = 0; axis < shape.Length && !IsSingle(); axis++)
        {
            if (_places[axis] is not { Length: > 1 } places) continue;
            shape[axis] = Shape[axis];
            var sources = new long[Shape[axis].Fixed];
            for (var i = 0; i < places.Length; i++) sources[places[i]] = i;
            value = graph.Node("Gather", [value, graph.Integers(sources)], Type, [.. shape], ("axis", (long)axis));
        }
        Choose(graph.Tensor(Mask(), "assigned"), value);
    }

    // One number for the whole part.
    private bool IsSingle() =>
        operation.Arguments["value"] is not IOperand given || given.Shape.All(size => size is { IsFixed: true, Fixed: 1 });

    private string Value(Dimension[] part)
    {
        if (operation.Arguments["value"] is not IOperand given) return graph.Number(operation.Arguments["value"]!, Type);
        var value = graph.Use(given, Type);
        return IsSingle() || given.Shape.SequenceEqual(part) ? value : graph.Node("Expand", [value, graph.ShapeOf(part)], Type, part);
    }

    private Tensor Mask()
    {
        using var scope = NewDisposeScope();
        var mask = ones([.. Shape.Select((_, axis) => _places[axis] is null ? 1 : Shape[axis].Fixed)], ScalarType.Bool);
        for (var axis = 0; axis < Shape.Count; axis++)
        {
            if (_places[axis] is not { } places) continue;
            var taken = zeros([Shape[axis].Fixed], ScalarType.Bool);
            foreach (var place in places) taken[place] = tensor(true);
            mask = mask.logical_and(taken.view([.. Enumerable.Range(0, Shape.Count).Select(a => a == axis ? -1L : 1L)]));
        }
        return mask.MoveToOuterDisposeScope();
    }

    private string Whole() => graph.Use(_whole, Type);

    private void Choose(string mask, string value)
    {
        if (operation.Arguments.ContainsKey("accumulate") && operation.Truth("accumulate"))
        {
            value = graph.Node("Add", [Whole(), value], Type, operation.Result.Shape);
        }
        graph.Result(operation, "Where", [mask, value, Whole()]);
    }
}
