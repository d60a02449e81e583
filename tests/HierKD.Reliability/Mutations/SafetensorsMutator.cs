using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HierKD.Reliability.Mutations;

/// <summary>Damages a safetensors file: its bytes, or its header in ways that a reader looks at.</summary>
/// <param name="whole">The valid file.</param>
/// <param name="hasChecksum">Whether it has a checksum, which is made right again for half of the files.</param>
internal sealed partial class SafetensorsMutator(byte[] whole, bool hasChecksum) : IMutator
{
    private const int Prefix = 8;

    private readonly int _header = (int)BinaryPrimitives.ReadUInt64LittleEndian(whole);
    private readonly JsonNode _json = JsonNode.Parse(
        whole.AsSpan(Prefix, (int)BinaryPrimitives.ReadUInt64LittleEndian(whole)))!;

    private readonly (int Start, int Length)[] _numbers =
    [
        .. Number().Matches(Encoding.Latin1.GetString(whole, Prefix, (int)BinaryPrimitives.ReadUInt64LittleEndian(whole)))
            .Select(m => (m.Index, m.Length)),
    ];

    public Mutation Make(Random random)
    {
        var (bytes, what) = random.Next(5) switch
        {
            0 => ByteDamage.Apply(whole, random),
            1 => Data(random),
            2 => Header(random),
            3 => Numbers(random),
            _ => Document(random),
        };
        if (random.Next(8) == 0)
        {
            (bytes, var more) = ByteDamage.Apply(bytes, random);
            what = $"{what}; {more}";
        }
        if (!hasChecksum || random.Next(2) == 0 || FileSeal.Renew(bytes) is not { } resealed) return new Mutation(bytes, false, what);
        return new Mutation(resealed, true, $"{what}; resealed");
    }

    /// <summary>The tensors' bytes alone, among them an optimizer's state: resealed, they get past every look at the header.</summary>
    private (byte[] Bytes, string What) Data(Random random)
    {
        var (data, what) = ByteDamage.Apply(whole[(Prefix + _header)..], random, keepsLength: true);
        return ([.. whole.AsSpan(0, Prefix + _header), .. data], $"data: {what}");
    }

    /// <summary>The header's bytes alone, which are some of many.</summary>
    private (byte[] Bytes, string What) Header(Random random)
    {
        var (header, what) = ByteDamage.Apply(whole.AsSpan(Prefix, _header).ToArray(), random);
        return (With(header, random), $"header: {what}");
    }

    private (byte[] Bytes, string What) Numbers(Random random)
    {
        var text = Encoding.Latin1.GetString(whole, Prefix, _header);
        List<string> done = [];
        var chosen = Enumerable.Range(0, random.Next(1, 4)).Select(_ => _numbers[random.Next(_numbers.Length)]).Distinct();
        // From the end, so that the places before stay the same.
        foreach (var (start, length) in chosen.OrderByDescending(n => n.Start))
        {
            var extreme = Extremes.Text(random);
            done.Add($"{text.AsSpan(start, length)} at {start} is {(extreme.Length > 40 ? extreme[..40] : extreme)}");
            text = $"{text.AsSpan(0, start)}{extreme}{text.AsSpan(start + length)}";
        }
        return (With(Encoding.Latin1.GetBytes(text), random), $"header: {string.Join(", ", done)}");
    }

    private (byte[] Bytes, string What) Document(Random random)
    {
        var json = _json.DeepClone();
        List<string> done = [];
        for (var left = random.Next(1, 3); left > 0; left--) done.Add(JsonDamage.Apply(json, random));
        return (With(Encoding.UTF8.GetBytes(json.ToJsonString()), random), $"header: {string.Join(", ", done)}");
    }

    /// <summary>The file with another header; its length is told rightly for most.</summary>
    private byte[] With(byte[] header, Random random)
    {
        var prefix = whole.AsSpan(0, Prefix).ToArray();
        if (random.Next(8) > 0) BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        return [.. prefix, .. header, .. whole.AsSpan(Prefix + _header)];
    }

    // Not the digits of an escaped letter.
    [GeneratedRegex(@"(?<![\\0-9a-zA-Z.][u0-9a-fA-F]{0,4})-?\d+(\.\d+)?([eE][-+]?\d+)?(?![0-9a-zA-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
