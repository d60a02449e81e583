using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Fills a model from a file of weights; all or nothing.</summary>
internal static class WeightLoader
{
    /// <param name="file">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="path">The file's path.</param>
    /// <param name="options">How.</param>
    /// <param name="hint">What a refusal says of the file beside what differs.</param>
    /// <exception cref="InvalidDataException">They do not agree, or the file cannot be read to its end. The model is as it was.</exception>
    public static LoadedWeights Load(IWeightFile file, nn.Module model, string path, WeightOptions options, string? hint = null)
    {
        var state = model.state_dict();
        var fit = WeightFit.Of(file, state, options);
        if (!fit.Agrees(options))
        {
            throw new InvalidDataException(
                $"'{path}' does not fit the model {model.GetType().Name}, which is left as it was."
                + Reasons(fit, options) + $"\n  {hint ?? WeightProposal.For(file, state, options) ?? file.Hint}".TrimEnd());
        }

        // All is read before anything is written, so that a file that cannot be read to its end changes nothing.
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var values = fit.Matches.OrderBy(m => file.PlaceOf(m.FileKey)).ToDictionary(m => m.Key, m => Read(file, m, path));
        foreach (var match in fit.Matches) match.Target.copy_(values[match.Key]);
        return new LoadedWeights(
            fit.Missing, [.. fit.Unexpected, .. fit.Others], fit.Skipped, fit.Matches.Where(m => !m.HasType).Select(m => m.Key).ToArray());
    }

    private static Tensor Read(IWeightFile file, WeightMatch match, string path)
    {
        var saved = file.Read(match.FileKey);
        if (match.HasType) return saved;
        using (saved)
        {
            var converted = saved.to(match.Target.dtype);
            if (!FloatConversion.Overflows(saved, converted)) return converted;
        }
        throw new InvalidDataException(
            $"'{path}' does not fit: {MessageText.Of(match.Key)} has numbers of {match.Type} that are too large for the model's " +
            $"{match.Target.dtype}. The model is left as it was.");
    }

    private static string Reasons(WeightFit fit, WeightOptions options)
    {
        var text = new StringBuilder();
        if (options.Strict)
        {
            List(text, "not in the file", fit.Required.ToArray());
            List(text, "not in the model", fit.Unexpected);
            List(text, "no tensor that can be read", fit.Others);
        }
        List(text, "different", fit.Differences(options).Select(m => m.ToString()).ToArray());
        List(text, "more than once in the file", fit.Doubles);
        return text.ToString();
    }

    private static void List(StringBuilder text, string what, IReadOnlyCollection<string> keys)
    {
        if (keys.Count > 0) text.Append($"\n  {what} ({keys.Count}): {MessageText.List(keys)}");
    }
}
