using System.Collections;
using System.Runtime.CompilerServices;

namespace HierKD.Onnx;

/// <summary>The tensors of what a forward gives: a tensor, or a tuple, list or dictionary of what a forward may give.</summary>
/// <param name="tensor">The type of tensors.</param>
internal sealed class ModelOutputs(Type tensor)
{
    /// <summary>All tensors, in their order, with the names that dictionaries give.</summary>
    /// <exception cref="OnnxExportException">There is something else among them.</exception>
    public IReadOnlyList<(string? Name, object Tensor)> Of(object? output)
    {
        var found = new List<(string? Name, object Tensor)>();
        Add(found, null, output);
        return found.Count > 0 ? found : throw Refuse("no tensor");
    }

    private void Add(List<(string? Name, object Tensor)> found, string? name, object? part)
    {
        switch (part)
        {
            case null: throw Refuse("null");
            case not null when tensor.IsInstanceOfType(part):
                if (TensorAliases.HandleOf(part) == 0)
                {
                    throw new OnnxExportException(
                        "The model's forward gives a tensor that it has disposed. Move it out of its scope with MoveToOuterDisposeScope.");
                }
                found.Add((name, part));
                return;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++) Add(found, name is null ? null : $"{name}.{i}", tuple[i]);
                return;
            case IDictionary pairs:
                foreach (DictionaryEntry pair in pairs) Add(found, name is null ? $"{pair.Key}" : $"{name}.{pair.Key}", pair.Value);
                return;
            case string: throw Refuse("a text");
            case IEnumerable list:
                var place = 0;
                foreach (var element in list) Add(found, name is null ? null : $"{name}.{place++}", element);
                return;
            default: throw Refuse($"an object of type {part.GetType().Name}");
        }
    }

    private static OnnxExportException Refuse(string what) => new(
        $"The model's forward gives {what}. A file's outputs are tensors: give a tensor, or a tuple, list or dictionary of tensors.");
}
