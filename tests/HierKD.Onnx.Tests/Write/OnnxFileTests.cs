using HierKD.Models;

namespace HierKD.Onnx.Tests.Write;

/// <summary>What a file says of itself, as a viewer shows it.</summary>
public class OnnxFileTests : IDisposable
{
    private readonly TemporaryFile _file = new();
    private readonly VggBn _model = VggBn.FashionMnist();
    private readonly ProtobufReader _read;
    private readonly ProtobufReader _graph;

    public OnnxFileTests()
    {
        using var example = randn(1, 1, 28, 28);
        OnnxModel.Save(_file.Path, _model, example, new OnnxOptions { InputNames = ["image"], OutputNames = ["logits"], BatchName = "N" });
        _read = new ProtobufReader(File.ReadAllBytes(_file.Path));
        _graph = _read.Message(7);
    }

    private IEnumerable<string> Initializers => _graph.Messages(5).Select(t => t.Text(8));

    private IEnumerable<ProtobufReader> Nodes => _graph.Messages(1);

    [Fact]
    public void Versions_and_names()
    {
        Assert.Equal([8], _read.Integers(1));
        Assert.Equal("HierKD.Onnx", _read.Text(2));
        Assert.Equal([17], _read.Message(8).Integers(2));
        Assert.Equal("VggBn", _graph.Text(2));
        using var session = new OnnxRuntimeSession(_file.Path);
        Assert.Equal([-1, 1, 28, 28], session.Inputs["image"].Dimensions);
        Assert.Equal(["N", "", "", ""], session.Inputs["image"].SymbolicDimensions);
        Assert.Equal([-1, 10], session.Outputs["logits"].Dimensions);
        Assert.Equal("HierKD.Onnx", session.Metadata.ProducerName);
    }

    [Fact]
    public void Weights_have_the_names_and_elements_of_the_model()
    {
        var parameters = _model.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter);
        Assert.Empty(parameters.Keys.Except(Initializers));
        foreach (var tensor in _graph.Messages(5).Where(t => parameters.ContainsKey(t.Text(8))))
        {
            var parameter = parameters[tensor.Text(8)];
            Assert.Equal(parameter.shape, tensor.Integers(1));
            Assert.True(tensor.Bytes(9).Span.SequenceEqual(parameter.detach().bytes));
        }
    }

    [Fact]
    public void The_file_is_hardly_larger_than_the_weights()
    {
        var weights = _model.state_dict().Values.Sum(t => t.numel() * t.element_size());
        Assert.InRange(new FileInfo(_file.Path).Length, weights, weights * 1.02 + 8192);
    }

    [Fact]
    public void Every_value_has_a_shape_and_is_read()
    {
        var made = Nodes.SelectMany(n => n.Texts(2)).ToArray();
        var described = _graph.Messages(13).Concat(_graph.Messages(12)).Select(v => v.Text(1)).ToArray();
        Assert.Equal(made.Order(), described.Order());
        var read = Nodes.SelectMany(n => n.Texts(1)).Append("logits").ToHashSet();
        Assert.All(made.Concat(Initializers), name => Assert.Contains(name, read));
    }

    [Fact]
    public void Nodes_have_names_of_their_own_and_stand_behind_what_they_read()
    {
        var known = Initializers.Append("image").ToHashSet();
        foreach (var node in Nodes)
        {
            Assert.All(node.Texts(1), input => Assert.Contains(input, known.Append("")));
            Assert.All(node.Texts(2), output => Assert.True(known.Add(output), output));
        }
        Assert.Equal(Nodes.Count(), Nodes.Select(n => n.Text(3)).Distinct().Count());
        Assert.Contains(Nodes, n => n.Text(3) is var name
            && name.EndsWith("/Conv", StringComparison.Ordinal) && name.Contains('.', StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _file.Dispose();
        _model.Dispose();
        GC.SuppressFinalize(this);
    }
}
