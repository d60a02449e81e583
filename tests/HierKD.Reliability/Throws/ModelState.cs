using System.Security.Cryptography;

namespace HierKD.Reliability.Throws;

/// <summary>All that a run must leave alone of a model, or change together.</summary>
/// <param name="Values">Parameters and buffers.</param>
/// <param name="Rest">Gradients, and what is trained in which mode.</param>
internal sealed record ModelState(IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, string> Rest)
{
    public static ModelState Of(nn.Module model)
    {
        var (values, rest) = (new SortedDictionary<string, string>(StringComparer.Ordinal), new SortedDictionary<string, string>());
        foreach (var (name, parameter) in model.named_parameters())
        {
            values.Add(name, Text(parameter));
            using var gradient = parameter.grad;
            rest.Add($"the gradient of {name}", gradient is null ? "none" : Text(gradient));
            rest.Add($"requires_grad of {name}", $"{parameter.requires_grad}");
        }
        foreach (var (name, buffer) in model.named_buffers()) values.Add(name, Text(buffer));
        foreach (var (name, module) in model.named_modules()) rest.Add($"the mode of {name}", $"{module.training}");
        rest.Add("the mode", $"{model.training}");
        return new(values, rest);
    }

    /// <summary>What differs, first of all; <see langword="null"/> if nothing does.</summary>
    public string? Difference(ModelState now, bool valuesOnly = false) =>
        First(Values, now.Values) ?? (valuesOnly ? null : First(Rest, now.Rest));

    private static string? First(IReadOnlyDictionary<string, string> was, IReadOnlyDictionary<string, string> now) =>
        was.Keys.Union(now.Keys).FirstOrDefault(key => was.GetValueOrDefault(key) != now.GetValueOrDefault(key));

    private static string Text(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var bytes = tensor.numel() == 0 ? [] : tensor.detach().cpu().contiguous().bytes.ToArray();
        return $"{tensor.dtype} [{string.Join(",", tensor.shape)}] {Convert.ToHexString(SHA256.HashData(bytes))}";
    }
}
