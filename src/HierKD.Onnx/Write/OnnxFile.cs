using System.Globalization;
using System.Reflection;

namespace HierKD.Onnx;

/// <summary>Writes graphs as ONNX files, by the field numbers of onnx.proto.</summary>
internal static class OnnxFile
{
    /// <summary>The version of ONNX's operators that nodes are meant by.</summary>
    public const int Opset = 17;

    private const int IrVersion = 8;

    /// <summary>What a protobuf message may have at most.</summary>
    private const long Largest = int.MaxValue;

    // Small tensors are shapes and numbers, which readers want to see without a second file.
    private const long SmallTensor = 1024;

    /// <summary>Writes a graph; in two files if it has more bytes than one holds.</summary>
    /// <param name="path">The file.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="largest">How many bytes the file may have.</param>
    public static void Write(string path, OnnxGraph graph, long largest = Largest)
    {
        var head = new ProtobufMessage();
        foreach (var node in graph.Nodes) head.Message(1, Node(node));
        head.Text(2, graph.Name);
        var tail = new ProtobufMessage();
        foreach (var value in graph.Inputs) tail.Message(11, Value(value, graph.BatchName));
        foreach (var value in graph.Outputs) tail.Message(12, Value(value, graph.BatchName));
        foreach (var value in graph.Values) tail.Message(13, Value(value, graph.BatchName));
        (ProtobufMessage Head, OnnxTensor? Behind)[] tensors = [.. graph.Initializers.Select(t => (Inline(t), (OnnxTensor?)t))];
        if (head.Length + tail.Length + tensors.Sum(LengthOf) > largest)
        {
            var data = new ExternalData(path);
            tensors = [.. graph.Initializers.Select(t => t.Length < SmallTensor ? (Inline(t), t) : (External(t, data), (OnnxTensor?)null))];
            data.Write();
        }
        Write(path, head, tensors, tail);
    }

    private static void Write(
        string path, ProtobufMessage head, IReadOnlyList<(ProtobufMessage Head, OnnxTensor? Behind)> tensors, ProtobufMessage tail)
    {
        var length = head.Length + tail.Length + tensors.Sum(LengthOf);
        WholeFile.Write(path, file =>
        {
            Model().Header(7, length).CopyTo(file);
            head.CopyTo(file);
            foreach (var (first, behind) in tensors)
            {
                new ProtobufMessage().Header(5, first.Length + (behind?.Length ?? 0)).CopyTo(file);
                first.CopyTo(file);
                behind?.WriteTo(file);
            }
            tail.CopyTo(file);
        });
    }

    private static ProtobufMessage Model() => new ProtobufMessage()
        .Integer(1, IrVersion)
        .Text(2, "HierKD.Onnx")
        .Text(3, typeof(OnnxFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "")
        .Message(8, new ProtobufMessage().Text(1, "").Integer(2, Opset));

    private static long LengthOf((ProtobufMessage Head, OnnxTensor? Behind) tensor)
    {
        var length = tensor.Head.Length + (tensor.Behind?.Length ?? 0);
        return ProtobufMessage.HeaderLength(5, length) + length;
    }

    private static ProtobufMessage Tensor(OnnxTensor tensor)
    {
        var message = new ProtobufMessage();
        foreach (var size in tensor.Elements.shape) message.Integer(1, size);
        return message.Integer(2, OnnxElementType.Of(tensor.Type)).Text(8, tensor.Name);
    }

    // All but the elements, which come right behind.
    private static ProtobufMessage Inline(OnnxTensor tensor) => Tensor(tensor).Header(9, tensor.Length);

    private static ProtobufMessage External(OnnxTensor tensor, ExternalData data)
    {
        var (offset, length) = data.Add(tensor);
        return Tensor(tensor)
            .Message(13, Pair("location", data.Name)).Message(13, Pair("offset", offset)).Message(13, Pair("length", length))
            .Integer(14, 1);
    }

    private static ProtobufMessage Pair(string key, object value) =>
        new ProtobufMessage().Text(1, key).Text(2, Convert.ToString(value, CultureInfo.InvariantCulture)!);

    private static ProtobufMessage Node(OnnxNode node)
    {
        var message = new ProtobufMessage();
        foreach (var input in node.Inputs) message.Text(1, input);
        foreach (var output in node.Outputs) message.Text(2, output);
        message.Text(3, node.Name).Text(4, node.Kind);
        foreach (var attribute in node.Attributes) message.Message(5, Attribute(attribute));
        return message;
    }

    private static ProtobufMessage Attribute(OnnxAttribute attribute)
    {
        var message = new ProtobufMessage().Text(1, attribute.Name);
        switch (attribute.Value)
        {
            case double number: return message.Single(2, (float)number).Integer(20, 1);
            case long number: return message.Integer(3, number).Integer(20, 2);
            case string text: return message.Text(4, text).Integer(20, 3);
            default:
                foreach (var number in (long[])attribute.Value) message.Integer(8, number);
                return message.Integer(20, 7);
        }
    }

    private static ProtobufMessage Value(OnnxValue value, string batch)
    {
        var shape = new ProtobufMessage();
        foreach (var size in value.Shape)
        {
            shape.Message(1, size.IsFixed ? new ProtobufMessage().Integer(1, size.Fixed) : new ProtobufMessage().Text(2, size.Text(batch)));
        }
        var tensor = new ProtobufMessage().Integer(1, value.ElementType).Message(2, shape);
        return new ProtobufMessage().Text(1, value.Name).Message(2, new ProtobufMessage().Message(1, tensor));
    }
}
