namespace HierKD.Onnx.Tests.Write;

/// <summary>The rules find what is wrong in single messages, which the exporter's own records cannot say.</summary>
public sealed class MessageRulesTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly string _folder = Directory.CreateTempSubdirectory("hierkd-onnx").FullName;

    private static ProtobufMessage Tensor => new ProtobufMessage().Integer(1, 2).Integer(2, OnnxElementType.Float).Text(8, "w");

    private static ProtobufMessage Number => new ProtobufMessage().Text(1, "axis").Integer(3, 1).Integer(20, 2);

    public static TheoryData<string> Tensors => new("12345678", "1234567", "123456789", "");

    [Theory]
    [MemberData(nameof(Tensors))]
    public void A_tensor_has_as_many_bytes_as_its_shape_takes(string elements) =>
        Assert.Equal(elements.Length == 8, !TensorRules.Broken(Read(Tensor.Text(9, elements)), _folder).Any());

    [Fact]
    public void A_tensor_is_stored_once_and_has_a_name_and_a_type()
    {
        Assert.NotEmpty(TensorRules.Broken(Read(Tensor), _folder));
        Assert.NotEmpty(TensorRules.Broken(Read(Tensor.Text(9, "12345678").Single(4, 1)), _folder));
        Assert.NotEmpty(TensorRules.Broken(Read(Tensor.Single(4, 1).Single(4, 2)), _folder));
        Assert.NotEmpty(TensorRules.Broken(Read(Tensor.Text(9, "12345678").Text(8, "again")), _folder));
        Assert.NotEmpty(TensorRules.Broken(Read(new ProtobufMessage().Integer(1, 8).Text(9, "12345678").Text(8, "w")), _folder));
        Assert.NotEmpty(TensorRules.Broken(Read(Tensor.Text(9, "12345678").Integer(99, 1)), _folder));
    }

    [Fact]
    public void An_attribute_has_a_kind_and_the_value_of_that_kind()
    {
        Assert.Empty(Attribute(Number));
        Assert.NotEmpty(Attribute(new ProtobufMessage().Text(1, "axis").Integer(3, 1)));
        Assert.NotEmpty(Attribute(new ProtobufMessage().Text(1, "axis").Integer(20, 2)));
        Assert.NotEmpty(Attribute(new ProtobufMessage().Text(1, "axis").Single(2, 1).Integer(20, 2)));
        Assert.NotEmpty(Attribute(Number.Integer(8, 1)));
        Assert.NotEmpty(Attribute(Number.Integer(3, 1)));
    }

    [Fact]
    public void A_value_has_a_type_and_a_shape()
    {
        Assert.Empty(Value(new ProtobufMessage().Integer(1, 1).Message(2, new ProtobufMessage())));
        Assert.NotEmpty(ValueRules.Broken(Read(new ProtobufMessage().Text(1, "x"))));
        Assert.NotEmpty(Value(new ProtobufMessage().Integer(1, 1)));
        Assert.NotEmpty(Value(new ProtobufMessage().Message(2, new ProtobufMessage())));
        Assert.NotEmpty(Axis(new ProtobufMessage()));
        Assert.NotEmpty(Axis(new ProtobufMessage().Integer(1, 3).Text(2, "batch")));
        Assert.NotEmpty(Axis(new ProtobufMessage().Text(2, "")));
    }

    [Theory]
    [InlineData(8, 17, 1)]
    [InlineData(9, 17, 1)]
    [InlineData(8, 18, 1)]
    [InlineData(8, 17, 2)]
    public void A_model_has_its_versions_and_a_graph(int version, int opset, int graphs)
    {
        var model = new ProtobufMessage().Integer(1, version).Message(8, new ProtobufMessage().Text(1, "").Integer(2, opset));
        for (var i = 0; i < graphs; i++) model.Message(7, new ProtobufMessage().Text(2, "Net"));
        var path = Path.Combine(_folder, "model.onnx");
        using (var file = File.Create(path)) model.CopyTo(file);
        string[] said = ["The IR version", "The opsets", "There are 2 graphs"];
        var isBroken = GraphRules.Broken(path).Any(b => said.Any(s => b.StartsWith(s, StringComparison.Ordinal)));
        Assert.Equal((version, opset, graphs) != (8, 17, 1), isBroken);
    }

    [Fact]
    public void Elements_outside_the_file_are_where_it_says()
    {
        var path = Path.Combine(_folder, "model.onnx");
        using var model = nn.Linear(64, 64);
        OnnxExport.Run(model, [randn(2, 64)], new OnnxOptions(), "example", graph => OnnxFile.Write(path, graph, largest: 1000));
        GraphRules.Require(path);
        using (var data = File.OpenWrite(path + ".data")) data.SetLength(data.Length - 1);
        Assert.Contains(GraphRules.Broken(path), b => b.Contains("beyond the end", StringComparison.Ordinal));
        File.Delete(path + ".data");
        Assert.Contains(GraphRules.Broken(path), b => b.Contains("no such file", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<string> Attribute(ProtobufMessage attribute) => NodeRules.Broken(Read(
        new ProtobufMessage().Text(1, "x").Text(2, "y").Text(3, "node").Text(4, "Softmax").Message(5, attribute)));

    private static IEnumerable<string> Value(ProtobufMessage tensor) => ValueRules.Broken(Read(
        new ProtobufMessage().Text(1, "x").Message(2, new ProtobufMessage().Message(1, tensor))));

    private static IEnumerable<string> Axis(ProtobufMessage size) =>
        Value(new ProtobufMessage().Integer(1, 1).Message(2, new ProtobufMessage().Message(1, size)));

    private static ProtobufReader Read(ProtobufMessage message)
    {
        using var bytes = new MemoryStream();
        message.CopyTo(bytes);
        return new ProtobufReader(bytes.ToArray());
    }
}
