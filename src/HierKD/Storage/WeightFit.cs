using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>How the tensors of a file and those of a model agree, by the file's header alone.</summary>
internal sealed record WeightFit(
    IReadOnlyList<(string Key, Tensor Target)> Matches, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected,
    IReadOnlyList<string> Differences)
{
    private const string BatchCount = "num_batches_tracked";

    /// <summary>More than a message shows of it.</summary>
    private const int LongestPrefix = 1000;

    /// <summary>Fills a model from a file; all or nothing.</summary>
    /// <exception cref="InvalidDataException">They do not agree, or the file cannot be read to its end. The model is as it was.</exception>
    public static LoadedWeights Load(IWeightFile file, nn.Module model, string path, bool strict, string? hint = null)
    {
        var fit = Of(file, model.state_dict());
        fit.Require(path, model, strict, hint);

        // All is read before anything is written, so that a file that cannot be read to its end changes nothing.
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var values = fit.Matches.OrderBy(m => file.PlaceOf(m.Key)).ToDictionary(m => m.Key, m => file.Read(m.Key));
        foreach (var (key, target) in fit.Matches) target.copy_(values[key]);
        return new LoadedWeights(fit.Missing, fit.Unexpected);
    }

    private static WeightFit Of(IWeightFile file, Dictionary<string, Tensor> model)
    {
        var inBoth = model.Where(t => file.Entries.ContainsKey(t.Key)).Select(t => (t.Key, Target: t.Value)).ToArray();
        var found = inBoth.Select(t => t.Target).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        return new WeightFit(
            inBoth,
            model.Where(t => !found.Contains(t.Value)).Select(t => t.Key).ToArray(),
            file.Entries.Keys.Where(k => !model.ContainsKey(k)).ToArray(),
            inBoth.Select(t => Difference(t.Key, file.Entries[t.Key], t.Target)).OfType<string>().ToArray());
    }

    /// <exception cref="InvalidDataException">They do not agree.</exception>
    private void Require(string path, nn.Module model, bool strict, string? hint)
    {
        var missing =
            strict ? Missing.Where(k => k != BatchCount && !k.EndsWith("." + BatchCount, StringComparison.Ordinal)).ToArray() : [];
        var unexpected = strict ? Unexpected : [];
        if (missing.Length + unexpected.Count + Differences.Count == 0) return;
        var text = new StringBuilder($"'{path}' does not fit the model {model.GetType().Name}, which is left as it was.");
        List(text, "not in the file", missing);
        List(text, "not in the model", unexpected);
        List(text, "different", Differences);
        if (Prefix() is { } prefix)
        {
            text.Append(
                $"\n  All names in the file begin with '{MessageText.Of(prefix)}', which those of the model do not; " +
                $"torch.nn.DataParallel does that: save the state_dict of the network inside it.");
        }
        if (hint is not null) text.Append($"\n  {hint}");
        throw new InvalidDataException(text.ToString());
    }

    /// <summary>What stands before every name of the file, if the rest is the model's.</summary>
    private string? Prefix()
    {
        if (Matches.Count > 0 || Unexpected.Count == 0 || Unexpected[0].IndexOf('.', StringComparison.Ordinal) is not (>= 0 and var end))
        {
            return null;
        }
        var length = end + 1;
        var (missing, longest) = (Missing.ToHashSet(), Missing.Max(key => (int?)key.Length) ?? 0);
        // The file's names may be of any length: parts of them are made only where they can be the model's.
        return Unexpected.All(key => key.Length - length <= longest
                && key.AsSpan().StartsWith(Unexpected[0].AsSpan(0, length)) && missing.Contains(key[length..]))
            ? Unexpected[0][..Math.Min(length, LongestPrefix)]
            : null;
    }

    private static string? Difference(string key, (ScalarType Type, long[] Shape) entry, Tensor target)
    {
        if (entry.Type == target.dtype && entry.Shape.SequenceEqual(target.shape)) return null;
        var (saved, own) = ($"{entry.Type} [{string.Join(", ", entry.Shape)}]", $"{target.dtype} [{string.Join(", ", target.shape)}]");
        return $"{MessageText.Of(key)} ({MessageText.Of(saved)} in the file, {own} in the model)";
    }

    private static void List(StringBuilder text, string what, IReadOnlyCollection<string> keys)
    {
        if (keys.Count > 0) text.Append($"\n  {what} ({keys.Count}): {MessageText.List(keys)}");
    }
}
