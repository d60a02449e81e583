using System.Reflection;

namespace HierKD.Onnx;

/// <summary>Writes graphs as ONNX files, by the field numbers of onnx.proto.</summary>
internal static class OnnxFile
{
    /// <summary>The version of ONNX's operators that nodes are meant by.</summary>
    public const int Opset = 17;

    private const int IrVersion = 8;
    private const long Largest = int.MaxValue;

    public static void Write(string path, OnnxGraph graph)
    {
        var head = new ProtobufMessage();
        foreach (var node in graph.Nodes) head.Message(1, Node(node));
        head.Text(2, graph.Name);
        var tail = new ProtobufMessage()
            .Message(11, Value(graph.Input, graph.BatchName))
            .Message(12, Value(graph.Output, graph.BatchName));
        foreach (var value in graph.Values) tail.Message(13, Value(value, graph.BatchName));
        var tensors = graph.Initializers.Select(tensor => (Tensor: tensor, Head: Tensor(tensor))).ToArray();

        var length = head.Length + tail.Length + tensors.Sum(t => LengthOf(t.Tensor, t.Head));
        if (length > Largest)
        {
            throw new OnnxExportException(
                $"The model has {length} bytes, and an ONNX file of one piece holds {Largest}. Export its parts, each as a model.");
        }
        WholeFile.Write(path, file =>
        {
            Model().Header(7, length).CopyTo(file);
            head.CopyTo(file);
            foreach (var (tensor, first) in tensors)
            {
                var header = new ProtobufMessage().Header(5, first.Length + tensor.Length);
                header.CopyTo(file);
                first.CopyTo(file);
                tensor.WriteTo(file);
            }
            tail.CopyTo(file);
        });
    }

    private static ProtobufMessage Model() => new ProtobufMessage()
        .Integer(1, IrVersion)
        .Text(2, "HierKD.Onnx")
        .Text(3, typeof(OnnxFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "")
        .Message(8, new ProtobufMessage().Text(1, "").Integer(2, Opset));

    private static long LengthOf(OnnxTensor tensor, ProtobufMessage head) =>
        ProtobufMessage.HeaderLength(5, head.Length + tensor.Length) + head.Length + tensor.Length;

    // All but the elements, which come right behind.
    private static ProtobufMessage Tensor(OnnxTensor tensor)
    {
        var message = new ProtobufMessage();
        foreach (var size in tensor.Elements.shape) message.Integer(1, size);
        return message.Integer(2, OnnxElementType.Of(tensor.Elements.dtype)).Text(8, tensor.Name).Header(9, tensor.Length);
    }

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
