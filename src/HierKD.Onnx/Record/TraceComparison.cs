using static TorchSharp.torch;

namespace HierKD.Onnx;

/// <summary>
/// Makes one model of several forwards with other values and batches. Whatever the recorder could not see (noise, elements read in C#,
/// loops over the batch, other threads) shows as a difference that does not grow with the batch, and is refused.
/// </summary>
internal sealed class TraceComparison
{
    private readonly IReadOnlyList<Trace> _traces;
    private readonly FileTypes _types;
    private readonly long[] _batches;
    private readonly Dictionary<int, Value> _values = [];

    private TraceComparison(IReadOnlyList<Trace> traces, FileTypes types)
    {
        (_traces, _types) = (traces, types);
        _batches = [.. traces.Select(t => t.Batch)];
    }

    public static RecordedModel Merge(IReadOnlyList<Trace> traces, FileTypes types) => new TraceComparison(traces, types).Merge();

    private RecordedModel Merge()
    {
        Value[] inputs = [.. Enumerable.Range(0, _traces[0].Inputs.Count).Select(i => Merge([.. _traces.Select(t => t.Inputs[i])], null))];
        RequireSameOperators();
        Operation[] operations = [.. Enumerable.Range(0, _traces[0].Calls.Count).Select(i => Merge([.. _traces.Select(t => t.Calls[i])]))];
        if (_traces.Any(t => !t.OutputNames.SequenceEqual(_traces[0].OutputNames))) throw Differs(null, "the number of outputs");
        if (_traces.Any(t => !t.Outputs.Any(o => o is TracedValue)))
        {
            throw new OnnxExportException(
                "The output does not depend on the input by any operator that was seen. Compute it with TorchSharp's operators on the " +
                "input.");
        }
        return new RecordedModel(inputs, [.. Enumerable.Range(0, _traces[0].Outputs.Count).Select(Output)], operations);
    }

    private IOperand Output(int place)
    {
        object[] each = [.. _traces.Select(t => t.Outputs[place])];
        if (each.All(o => o is TracedValue)) return Merge([.. each.Cast<TracedValue>()], null);
        if (each.All(o => o is TracedConstant)) return Merge([.. each.Cast<TracedConstant>()], null);
        throw Differs(null, $"whether output {place} depends on the input");
    }

    private void RequireSameOperators()
    {
        foreach (var other in _traces.Skip(1))
        {
            var first = _traces[0];
            var same = first.Calls.Zip(other.Calls).TakeWhile(p => p.First.Operator == p.Second.Operator).Count();
            if (same == first.Calls.Count && same == other.Calls.Count) continue;
            var (here, there) = (first.Calls.ElementAtOrDefault(same), other.Calls.ElementAtOrDefault(same));
            throw OnnxExportException.At(
                (here ?? there)!.ModulePath, (here ?? there)!.Operator.Function,
                $"the forward takes another path for a batch of {other.Batch} than for one of {first.Batch}, or for other values: " +
                $"{Name(here)} here, {Name(there)} there.",
                "A file has one path: decide nothing by the batch or by elements; compute both and choose with where.");
        }
    }

    private static string Name(TracedCall? call) => call is null ? "nothing" : $"'{NativeFunction.ShortName(call.Operator.Function)}'";

    private Operation Merge(TracedCall[] calls)
    {
        var arguments = calls[0].Arguments.ToDictionary(
            a => a.Key, a => Merge(a.Key, [.. calls.Select(c => c.Arguments[a.Key])], calls[0]));
        if (calls.Any(c => c.Results.Count != calls[0].Results.Count)) throw Differs(calls[0], "the number of its results");
        Value[] results = [.. Enumerable.Range(0, calls[0].Results.Count)
            .Select(i => Merge([.. calls.Select(c => c.Results[i])], calls[0]))];
        return new Operation(calls[0].Operator, calls[0].ModulePath, arguments, results);
    }

    private object? Merge(string name, object?[] each, TracedCall call)
    {
        switch (each[0])
        {
            case TracedValue when each.All(e => e is TracedValue): return Merge([.. each.Cast<TracedValue>()], call);
            case TracedConstant when each.All(e => e is TracedConstant): return Merge([.. each.Cast<TracedConstant>()], call);
            case object?[] list when each.All(e => e is object?[] other && other.Length == list.Length):
                return (IOperand?[])[.. Enumerable.Range(0, list.Length)
                    .Select(i => (IOperand?)Merge(name, [.. each.Select(e => ((object?[])e!)[i])], call))];
            case long[] integers when each.All(e => e is long[] other && other.SequenceEqual(integers)): return integers;
            case double[] reals when each.All(e => e is double[] other && other.SequenceEqual(reals)): return reals;
            case { } value when value is not (TracedValue or TracedConstant or Array) && each.All(value.Equals): return value;
            case null when each.All(e => e is null): return null;
            default: throw Differs(call, $"its argument '{name}'");
        }
    }

    private Value Merge(TracedValue[] each, TracedCall? call)
    {
        if (each.Any(e => e.Number != each[0].Number)) throw Differs(call, "which value it takes");
        if (_values.TryGetValue(each[0].Number, out var known)) return known;
        if (each.Any(e => e.Type != each[0].Type)) throw Differs(call, "the type of a value");
        return _values[each[0].Number] = new Value(each[0].Number, Shape([.. each.Select(e => e.Shape)], call), _types.Of(each[0].Type));
    }

    private Dimension[] Shape(long[][] each, TracedCall? call)
    {
        if (each.Any(e => e.Length != each[0].Length)) throw Differs(call, "the rank of a tensor");
        return [.. Enumerable.Range(0, each[0].Length).Select(axis => Dimension.Through(_batches, [.. each.Select(e => e[axis])])
            ?? throw Differs(call, $"the shape of a tensor ({string.Join(", ", each.Select(e => $"[{string.Join(", ", e)}]"))})"))];
    }

    private Constant Merge(TracedConstant[] each, TracedCall? call)
    {
        var first = each[0];
        if (first.Parameter is not null && each.All(e => e.Parameter == first.Parameter))
        {
            Dimension[] own = [.. first.Tensor.shape.Select(size => (Dimension)size)];
            return new Constant(first.Parameter, first.Tensor, own, _types.Of(first.Tensor.dtype));
        }
        var shape = Shape([.. each.Select(e => e.Tensor.shape)], call);
        var slices = each.Select(e => BatchSlice.Of(e.Tensor, shape)).ToArray();
        if (slices.All(s => s is not null && BatchSlice.AreSame(s, slices[0]!)))
        {
            return new Constant(null, slices[0]!, shape, _types.Of(first.Tensor.dtype));
        }
        var source = each.Select(e => e.Source).FirstOrDefault(s => s is not null);
        var made = source is null ? "" : $" (made by '{NativeFunction.ShortName(source)}')";
        throw OnnxExportException.At(
            call?.ModulePath ?? "", call?.Operator.Function,
            $"it {(call is null ? "gives" : "takes")} a tensor{made} that differs between forwards, though TorchSharp's operators " +
            "do not compute it from the input.",
            "Leave out noise in evaluation mode, read no elements in C#, and let no constant depend on the size of the batch.");
    }

    private OnnxExportException Differs(TracedCall? call, string what) => OnnxExportException.At(
        call?.ModulePath ?? "", call?.Operator.Function,
        $"{what} differs between forwards with batches of {string.Join(", ", _batches)} and other values.",
        "A file has one computation for all: let nothing but shapes depend on the batch, and nothing in C# on elements.");
}
