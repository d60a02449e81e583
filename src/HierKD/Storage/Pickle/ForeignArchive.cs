namespace HierKD;

/// <summary>Zip archives of other kinds, told by the names in them.</summary>
internal static class ForeignArchive
{
    /// <summary>What an archive is instead of one of <c>torch.save</c>'s; <see langword="null"/> if it may be one.</summary>
    public static string? Of(IReadOnlyCollection<string> names)
    {
        if (Has("/constants.pkl") || names.Any(n => n.Contains("/code/", StringComparison.Ordinal)))
        {
            return "it is a TorchScript archive, which holds a program: in Python, " +
                "torch.save(torch.jit.load('…').state_dict(), 'weights.pth')";
        }
        if (Has("archive_format") || Has("serialized_exported_program.json") || Has("serialized_state_dict.pt")
            || names.Any(n => n.Contains("data/aotinductor/", StringComparison.Ordinal)))
        {
            return "it is an archive of torch.export or AOTInductor (.pt2), which holds a program: in Python, " +
                "torch.save(torch.export.load('…').state_dict, 'weights.pth')";
        }
        if (names.Any(n => n.Contains("/.data/extern_modules", StringComparison.Ordinal)))
        {
            return "it is an archive of torch.package, which holds a program: in Python, torch.save(model.state_dict(), 'weights.pth')";
        }
        if (Has("model.weights.h5") || Has("keras_metadata.pb"))
        {
            return "it is a Keras model (.keras), not PyTorch's weights";
        }
        return names.Count > 0 && names.All(n => n.EndsWith(".npy", StringComparison.Ordinal))
            ? "it is an archive of NumPy arrays (.npz), not PyTorch's weights: in Python, " +
                "safetensors.numpy.save_file(dict(numpy.load('…')), 'weights.safetensors')"
            : null;

        bool Has(string end) => names.Any(n => n.EndsWith(end, StringComparison.Ordinal));
    }
}
