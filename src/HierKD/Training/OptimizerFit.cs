using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Whether a saved state can be that of the optimizer at hand: libtorch believes whatever it is told of it.</summary>
internal static class OptimizerFit
{
    // A count of steps above it is no longer exact as a number of a manifest.
    private const double LargestCount = 1L << 53;

    /// <summary>What the manifest and the types and shapes of the tensors tell.</summary>
    /// <exception cref="InvalidDataException">The state is of other parameters, or cannot be right.</exception>
    public static void RequireForm(
        string source, OptimizerManifest manifest, IReadOnlyDictionary<string, (ScalarType Type, long[] Shape)> entries,
        OptimizerKind kind, OptimizerHelper optimizer, Func<int, string, string> nameOf)
    {
        var (state, parameters) = (optimizer.state_dict(), optimizer.parameters().ToArray());
        Require(manifest.Groups?.Count == state.Options.Count, "is of another number of parameter groups");
        Require(
            manifest.Numbers?.Count == state.State.Count && parameters.Length == state.State.Count, "is of another number of parameters");
        foreach (var group in manifest.Groups!)
        {
            // Some have no limit: a largest step may be infinite.
            Require(
                kind.Options.All(slot => group?.Options?.TryGetValue(slot.Name, out var value) == true && !double.IsNaN(value)),
                "does not tell what the optimizer was told");
            Require(kind.Flags.All(slot => group?.Flags?.ContainsKey(slot.Name) == true), "does not tell what is on and off");
        }
        HashSet<string> expected = [];
        for (var i = 0; i < parameters.Length; i++)
        {
            foreach (var slot in kind.Numbers) RequireCount(manifest.Numbers![i], slot.Name);
            foreach (var slot in kind.Tensors)
            {
                var name = nameOf(i, slot.Name);
                expected.Add(name);
                RequireTensor(name, parameters[i], slot.IsOptional);
            }
        }
        Require(entries.Keys.All(expected.Contains), "holds tensors of another kind of optimizer");

        void RequireCount(IReadOnlyDictionary<string, double>? numbers, string name) => Require(
            numbers is not null && numbers.TryGetValue(name, out var value) && value is >= 0 and <= LargestCount,
            $"has no '{name}' that can be right");

        void RequireTensor(string name, Parameter parameter, bool isOptional)
        {
            if (!entries.TryGetValue(name, out var saved))
            {
                Require(isOptional, $"has no '{name}'");
                return;
            }
            Require(
                saved.Type == parameter.dtype && saved.Shape.SequenceEqual(parameter.shape),
                $"has '{name}' as {saved.Type} [{string.Join(", ", saved.Shape)}], its parameter is {parameter.dtype} " +
                $"[{string.Join(", ", parameter.shape)}]");
        }

        void Require(bool isRight, string what)
        {
            if (!isRight) throw Refuse(source, $"it {what}");
        }
    }

    /// <exception cref="InvalidDataException">A tensor holds values that are not finite.</exception>
    public static void RequireFinite(string source, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var names = tensors.Keys.ToArray();
        var place = FiniteValues.FirstOther([.. names.Select(name => tensors[name])]);
        if (place >= 0) throw Refuse(source, $"it holds values that are not finite in '{names[place]}'");
    }

    /// <summary>The refusal of a state that cannot be the optimizer's.</summary>
    public static InvalidDataException Refuse(string source, string reason, Exception? inner = null) =>
        new($"'{source}' has no state of this optimizer: {reason}. Delete it to begin anew.", inner);
}
