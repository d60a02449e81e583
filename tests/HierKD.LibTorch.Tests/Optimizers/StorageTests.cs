using TorchSharp.Modules;

namespace HierKD.LibTorch.Tests.Optimizers;

/// <summary>A stored optimizer goes on as if it had never been stored.</summary>
public sealed class StorageTests : ScopedTest
{
    private static readonly Dictionary<string, Func<Parameter, OptimizerHelper>> Optimizers = new()
    {
        ["SGD"] = p => optim.SGD([p], 0.1, momentum: 0.9, weight_decay: 0.01),
        ["Adam"] = p => optim.Adam([p], 0.1, amsgrad: true),
        ["AdamW"] = p => optim.AdamW([p], 0.1),
        ["RMSProp"] = p => optim.RMSProp([p], 0.1, momentum: 0.9, centered: true),
    };

    public static TheoryData<string> Names => [.. Optimizers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Through_a_file(string name) => Check(name, (source, target) =>
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        source.save_state_dict(writer);
        writer.Flush();
        using var reader = new BinaryReader(new MemoryStream(stream.ToArray()));
        target.load_state_dict(reader);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Through_its_state_dictionary(string name) =>
        Check(name, (source, target) => target.load_state_dict(source.state_dict()));

    [Fact]
    public void The_state_of_another_optimizer_is_refused()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        using var source = Optimizers["SGD"](new Parameter(zeros(1)));
        using var target = Optimizers["Adam"](new Parameter(zeros(1)));
        source.save_state_dict(writer);
        writer.Flush();
        using var reader = new BinaryReader(new MemoryStream(stream.ToArray()));
        Assert.Throws<InvalidDataException>(() => target.load_state_dict(reader));
    }

    private static void Check(string name, Action<OptimizerHelper, OptimizerHelper> carryOver)
    {
        var first = new Parameter(tensor(new[] { 1.0, -2.0 }));
        using var source = Optimizers[name](first);
        Step(source, first, 3);
        var second = new Parameter(first.detach().clone());
        using var target = Optimizers[name](second);
        carryOver(source, target);
        Step(source, first, 2);
        Step(target, second, 2);
        TensorAssert.Same(first, second);
    }

    private static void Step(OptimizerHelper optimizer, Parameter parameter, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            parameter.grad = tensor(new[] { 0.5 + i, -1.0 / (1 + i) });
            optimizer.step();
        }
    }
}
