using HierKD.Tests.Run;

namespace HierKD.Tests.Devices;

/// <summary>Models and their parts on a device.</summary>
public sealed class DeviceModelTests : DeviceTest
{
    [Fact]
    public void A_student_is_saved_loaded_and_moved()
    {
        var net = DeviceNet();
        var path = TemporaryFile("student.hierkd");
        using var result = HierarchicalPruner.Run(net, DeviceData, Quick);
        result.Save(path);
        using var loaded = SlimModel.Load(path, () => TinyNet.Seeded(77));
        Assert.Equal(ModelBits.Of(net), ModelBits.Of(loaded));
        loaded.to(Device);
        RequireOnDevice(loaded);
        TensorAssert.Close(Output(net, Images), Output(loaded, Images), Tolerance);
    }

    [Fact]
    public void Discovery_finds_what_it_finds_on_the_cpu()
    {
        var net = DeviceNet();
        var graph = FilterGraph.Discover(net, Images);
        RequireOnDevice(net);
        var expected = FilterGraph.Discover(TrainedNet(), ValidationSet.Inputs);
        Assert.Equal(expected.ToMermaid(), graph.ToMermaid());
    }

    [Fact]
    public void Removed_filters_are_gone_and_the_optimizer_goes_on()
    {
        var net = DeviceNet();
        using var optimizer = optim.SGD(net.parameters(), 0.01, momentum: 0.9);
        using var labels = ValidationSet.Labels.to(Device, copy: true);
        OrdinaryTraining.Step(net, optimizer, Images, labels);
        using var onCpu = TrainedNet();
        ModelBits.Write(onCpu, ModelBits.Of(net));

        Remove(net, Images, optimizer);
        Remove(onCpu, ValidationSet.Inputs);
        RequireOnDevice(net);
        TensorAssert.Close(Output(onCpu, ValidationSet.Inputs), Output(net, Images), Tolerance);
        Assert.True(double.IsFinite(OrdinaryTraining.Step(net, optimizer, Images, labels)));

        static void Remove(TinyNet net, Tensor example, params optim.Optimizer[] optimizers)
        {
            var graph = FilterGraph.Discover(net, example);
            var mask = FilterMask.Of(graph, graph.Groups.Select(g => Enumerable.Range(0, g.Filters).Select(f => f % 2 == 0)));
            FilterRemoval.Apply(net, mask, optimizers);
        }
    }

    [Fact]
    public void A_session_trains_in_a_loop_of_ones_own()
    {
        var net = DeviceNet();
        using (var session = HierarchicalPruner.Start(net, Images, new SessionOptions { Chain = TeacherChain.Uniform(0.6, 1) }))
        {
            using var optimizer = optim.SGD(session.Parameters(), 0.01, momentum: 0.9);
            foreach (var (x, y) in DeviceData.Train)
            {
                session.ZeroGrad();
                Assert.All(session.Backward(x, y), l => Assert.True(double.IsFinite(l.Total)));
                optimizer.step();
                session.UpdateMasks();
            }
            Assert.Equal(12, session.Finish(session.Student).Kept);
        }
        RequireOnDevice(net);
    }
}
