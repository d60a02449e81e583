using System.Globalization;

namespace HierKD.Onnx.Tests.Write;

/// <summary>What holds for a tensor that a file holds.</summary>
internal static class TensorRules
{
    private const int RawData = 9;
    private static readonly int[] Storages = [4, 5, 6, 7, RawData, 10, 11];

    /// <param name="tensor">The tensor's message.</param>
    /// <param name="folder">Where the file lies; elements outside it lie there too.</param>
    public static IEnumerable<string> Broken(ProtobufReader tensor, string folder)
    {
        var name = $"The tensor '{FieldRules.NameOf(tensor, 8)}'";
        return FieldRules.Unknown(tensor, name, [.. Enumerable.Range(1, 14)])
            .Concat(FieldRules.Text(tensor, 8, $"{name}'s name"))
            .Concat(Elements(tensor, name, folder));
    }

    private static IEnumerable<string> Elements(ProtobufReader tensor, string name, string folder)
    {
        var (type, sizes) = ((int)FieldRules.Number(tensor, 2), tensor.Integers(1).ToArray());
        var bytes = ElementTypeSet.BytesOf(type);
        if (bytes == 0 || sizes.Any(size => size < 0))
        {
            yield return $"{name} has elements of {ElementTypeSet.NameOf(type)} and the shape [{string.Join(", ", sizes)}].";
            yield break;
        }
        var count = sizes.Aggregate(1L, (product, size) => product * size);
        var stored = Storages.Sum(tensor.Count);
        if (FieldRules.Number(tensor, 14) == 1)
        {
            if (stored > 0) yield return $"{name} lies outside the file, and in it.";
            foreach (var broken in External(tensor, name, folder, count * bytes)) yield return broken;
            yield break;
        }
        if (tensor.Count(13) > 0) yield return $"{name} says where it lies outside, and does not lie there.";
        // All that the exporter writes; nothing is stored for a tensor without elements, or nothing but an empty field.
        if (tensor.Count(RawData) != stored || stored > 1 || (stored == 0 && count > 0))
        {
            yield return $"{name} has {stored} fields of elements, and one of bytes is right.";
        }
        else if (stored == 1 && tensor.Bytes(RawData).Length != count * bytes)
        {
            yield return $"{name} has {tensor.Bytes(RawData).Length} bytes, and its shape and type take {count * bytes}.";
        }
    }

    private static IEnumerable<string> External(ProtobufReader tensor, string name, string folder, long length)
    {
        var pairs = tensor.Messages(13).ToLookup(p => FieldRules.NameOf(p, 1), p => FieldRules.NameOf(p, 2));
        if (pairs.Any(p => p.Count() > 1)) yield return $"{name} says twice where it lies.";
        var location = pairs["location"].FirstOrDefault() ?? "";
        var path = Path.Combine(folder, location);
        if (location.Length == 0 || location != Path.GetFileName(location) || !File.Exists(path))
        {
            yield return $"{name} lies in '{location}', and no such file is beside this one.";
            yield break;
        }
        var (offset, stated) = (Number("offset"), Number("length"));
        if (stated != length) yield return $"{name} has {stated} bytes in '{location}', and its shape and type take {length}.";
        if (offset < 0 || offset + stated > new FileInfo(path).Length) yield return $"{name} reaches beyond the end of '{location}'.";

        long Number(string key) =>
            long.TryParse(pairs[key].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }
}
