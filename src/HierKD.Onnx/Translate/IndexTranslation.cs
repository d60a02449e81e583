using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>An index expression such as <c>x[.., 0, 1..3]</c>, by TorchSharp's encoding.</summary>
internal sealed class IndexTranslation
{
    private readonly Operation _operation;
    private readonly GraphBuilder _graph;
    private readonly List<Dimension> _shape;
    private string _value;
    private int _axis;
    private bool _byTensor;

    public IndexTranslation(Operation operation, GraphBuilder graph)
    {
        (_operation, _graph) = (operation, graph);
        var input = operation.Operand("tensor");
        _shape = [.. input.Shape];
        _value = graph.Use(input);
    }

    private ScalarType Type => _operation.Result.Type;

    public void Write()
    {
        var kinds = _operation.Integers("indexStarts");
        for (var i = 0; i < kinds.Length; i++)
        {
            var kind = kinds[i];
            if (kind == IndexCode.Ellipsis) _axis = _shape.Count - kinds.Skip(i + 1).Count(k => !IndexCode.IsNewAxis(k));
            else if (IndexCode.IsNewAxis(kind)) Insert();
            else if (kind == IndexCode.ByTensor) Gather(i);
            else if (IndexCode.IsTruth(kind)) throw Refuse("it has a truth value as an index.");
            else if (IndexCode.IsPlace(kind)) Pick(kind);
            else Slice(i);
        }
        if (!_shape.SequenceEqual(_operation.Result.Shape)) throw Refuse("its indices are of kinds that are not known together.");
        _graph.Bind(_operation.Result, _value);
    }

    private OnnxExportException Refuse(string what) =>
        _operation.Refuse(what, "Use select, narrow, slice or index_select, one behind the other.");

    private void Insert()
    {
        _shape.Insert(_axis++, 1);
        _value = _graph.Reshape(_value, Type, [.. _shape]);
    }

    private void Pick(long index)
    {
        _shape.RemoveAt(_axis);
        _value = _graph.Node("Gather", [_value, _graph.Index(index)], Type, [.. _shape], ("axis", (long)_axis));
    }

    private void Gather(int place)
    {
        var index = _operation.Operands("indexTensors")[place];
        // Torch moves the axes of several index tensors together; only a single one stays where it stands.
        if (index is null || _byTensor) throw Refuse("it has more than one tensor as an index.");
        if (index.Type is not (ScalarType.Int64 or ScalarType.Int32)) throw Refuse($"it has a tensor of type {index.Type} as an index.");
        _byTensor = true;
        _shape.RemoveAt(_axis);
        _shape.InsertRange(_axis, index.Shape);
        _value = _graph.Node("Gather", [_value, _graph.Use(index)], Type, [.. _shape], ("axis", (long)_axis));
        _axis += index.Shape.Count;
    }

    private void Slice(int place)
    {
        var (start, end, step) = IndexCode.Slice(_operation, place);
        if (start == 0 && end == long.MaxValue && step == 1)
        {
            _axis++;
            return;
        }
        if (!_shape[_axis].IsFixed) throw Refuse("it takes a part of an axis that grows with the batch.");
        _shape[_axis] = IndexCode.Places((start, end, step), _shape[_axis].Fixed).Length;
        string[] inputs = [_value, _graph.Integers(start), _graph.Integers(end), _graph.Integers(_axis), _graph.Integers(step)];
        _value = _graph.Node("Slice", inputs, Type, [.. _shape]);
        _axis++;
    }
}
