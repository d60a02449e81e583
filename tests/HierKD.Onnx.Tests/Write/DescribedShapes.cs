using System.Globalization;
using System.Text.RegularExpressions;

namespace HierKD.Onnx.Tests.Write;

/// <summary>What a file says of the shapes of its values, against the shapes that they have when it runs.</summary>
internal static partial class DescribedShapes
{
    /// <summary>Requires that every value has the shape that the file says.</summary>
    /// <param name="path">A file of one input. Where it says <c>batch</c>, it means the batch.</param>
    /// <param name="batch">The size of the batch.</param>
    /// <param name="input">A batch.</param>
    public static void Require(string path, long batch, Tensor input)
    {
        var model = File.ReadAllBytes(path);
        var graph = new ProtobufReader(model).Message(7);
        using var session = new OnnxRuntimeSession(WithAllOutputs(model, [.. graph.Parts(13)]));
        var outputs = session.Run(new Dictionary<string, Tensor> { [session.Inputs.Keys.Single()] = input });
        foreach (var value in graph.Messages(12).Concat(graph.Messages(13)))
        {
            var (name, said) = (value.Text(1), ValueRules.ShapeOf(value).Select(size => SizeOf(size, batch)).ToArray());
            Assert.True(
                said.SequenceEqual(outputs[name].shape),
                $"The file says that '{name}' is [{string.Join(", ", said)}], and it is [{string.Join(", ", outputs[name].shape)}].");
        }
    }

    // Protobuf joins messages that are there twice: the second graph has nothing but outputs.
    private static byte[] WithAllOutputs(byte[] model, ReadOnlyMemory<byte>[] values)
    {
        using var bytes = new MemoryStream();
        bytes.Write(model);
        new ProtobufMessage().Header(7, values.Sum(v => ProtobufMessage.HeaderLength(12, v.Length) + v.Length)).CopyTo(bytes);
        foreach (var value in values)
        {
            new ProtobufMessage().Header(12, value.Length).CopyTo(bytes);
            bytes.Write(value.Span);
        }
        return bytes.ToArray();
    }

    private static long SizeOf((long Size, string Name) said, long batch)
    {
        if (said.Name.Length == 0) return said.Size;
        var parts = PerSample().Match(said.Name);
        Assert.True(parts.Success, $"A size is called '{said.Name}'.");
        return batch * Number(parts.Groups[1].Value, 1) + Number(parts.Groups[2].Value, 0);
    }

    private static long Number(string text, long absent) =>
        text.Length == 0 ? absent : long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:(-?\d+)\*)?batch([+-]\d+)?$")]
    private static partial Regex PerSample();
}
