package io.plumbline.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manifests of the generators are Kubernetes', and agree with each other, the image and the settings. */
class KubernetesTest {

    private static final Path FOLDER = Path.of("infra/kubernetes");

    private final List<HasMetadata> all = new ArrayList<>();
    private Job generators;
    private Job merge;

    @BeforeEach
    void readAll() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                all.addAll(Manifests.read(file));
            }
        }
        generators = job("plumbline");
        merge = job("plumbline-merge");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "completionMode: | completionmode:",
                "backoffLimitPerIndex: | backOffLimitPerIndex:",
                "restartPolicy: | restartpolicy:",
                "mountPath: | path:",
                "topologyKey: | topology:",
                "readOnlyRootFilesystem: | readOnlyRootFileSystem:",
                "configMapKeyRef: | configMapRef:",
            })
    void aMisspeltFieldIsFound(String right, String wrong) throws IOException {
        String text = Files.readString(FOLDER.resolve("generators.yaml"));

        assertThatThrownBy(() -> Manifests.read(text.replaceFirst(right, wrong)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Unrecognized field \"" + wrong.replace(":", "") + "\"");
    }

    @Test
    void aFieldThatStandsTwiceIsFound() throws IOException {
        String text = Files.readString(FOLDER.resolve("generators.yaml"));

        assertThatThrownBy(() -> Manifests.read(text.replace("parallelism: 3", "completions: 5")))
                .hasMessageContaining("Duplicate field 'completions'");
    }

    @Test
    void asManyGeneratorsRunAtOnceAsAreCounted() {
        JobSpec spec = generators.getSpec();

        assertThat(spec.getCompletionMode()).isEqualTo("Indexed");
        assertThat(spec.getParallelism()).isEqualTo(spec.getCompletions());
        assertThat(only(ConfigMap.class).getData())
                .containsEntry(
                        "PLUMBLINE_GENERATOR_COUNT", spec.getCompletions().toString());
    }

    @Test
    void noGeneratorIsStartedAnewAndNoneTakesTheOthersWithIt() {
        JobSpec spec = generators.getSpec();

        assertThat(spec.getBackoffLimitPerIndex()).isZero();
        assertThat(spec.getBackoffLimit()).isNull();
        assertThat(spec.getMaxFailedIndexes()).isNull();
        assertThat(spec.getPodFailurePolicy()).isNull();
        assertThat(spec.getPodReplacementPolicy()).isEqualTo("Failed");
        assertThat(pod(generators).getRestartPolicy()).isEqualTo("Never");
    }

    @Test
    void theMergeIsTriedOnce() {
        assertThat(merge.getSpec().getBackoffLimit()).isZero();
        assertThat(pod(merge).getRestartPolicy()).isEqualTo("Never");
    }

    @Test
    void bothEndInTimeAndWithTimeToEnd() {
        assertThat(List.of(generators, merge))
                .allSatisfy(job ->
                        assertThat(job.getSpec().getActiveDeadlineSeconds()).isPositive());
        assertThat(pod(generators).getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(120);
    }

    @Test
    void theirArgumentsAreOnesOfTheStartScript() {
        List<String> load = container(generators).getArgs();
        String simulation = load.get(1).replace('.', '/') + ".java";

        assertThat(load).hasSize(2).startsWith("load");
        assertThat(Path.of("src/test/java").resolve(simulation)).exists();
        assertThat(container(merge).getArgs()).containsExactly("merge", "/results/$(TEST_RUN_ID)");
        assertThat(container(generators).getCommand()).isEmpty();
        assertThat(container(merge).getCommand()).isEmpty();
        assertThat(container(merge).getImage())
                .isEqualTo(container(generators).getImage())
                .matches(".+:\\d[^:]*");
    }

    @Test
    void theMergeReadsWhereTheGeneratorsWrite() {
        assertThat(value(generators, "PLUMBLINE_RESULTS_DIR"))
                .isEqualTo(container(merge).getArgs().get(1));
        assertThat(only(PersistentVolumeClaim.class).getSpec().getAccessModes()).containsExactly("ReadWriteMany");
        for (Job job : List.of(generators, merge)) {
            assertThat(mounted(job, "/results").getPersistentVolumeClaim().getClaimName())
                    .isEqualTo(only(PersistentVolumeClaim.class).getMetadata().getName());
            assertThat(mounted(job, "/tmp").getEmptyDir()).isNotNull();
        }
    }

    @Test
    void everyVariableIsASettings() {
        assertThat(only(ConfigMap.class).getData()).hasSizeGreaterThan(5);
        assertThat(only(ConfigMap.class).getData().keySet()).allSatisfy(KnownVariables::assertKnown);
        for (Job job : List.of(generators, merge)) {
            assertThat(container(job).getEnv()).extracting(EnvVar::getName).allSatisfy(KnownVariables::assertKnown);
        }
    }

    @Test
    void theirUserIsTheImages() {
        String[] user = Dockerfile.ofGenerator().user().split(":");
        for (Job job : List.of(generators, merge)) {
            assertThat(pod(job).getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod(job).getSecurityContext().getRunAsUser()).hasToString(user[0]);
            assertThat(pod(job).getSecurityContext().getRunAsGroup()).hasToString(user[1]);
            assertThat(pod(job).getSecurityContext().getFsGroup()).hasToString(user[1]);
            assertThat(container(job).getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container(job).getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container(job).getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
        }
    }

    @Test
    void nobodysSecretIsInThem() {
        assertThat(only(ServiceAccount.class).getMetadata().getName())
                .isEqualTo(pod(generators).getServiceAccountName());
        assertThat(only(ConfigMap.class).getData().keySet()).noneMatch(KnownVariables::isSecret);
        assertThat(container(generators).getEnv()).extracting(EnvVar::getName).noneMatch(KnownVariables::isSecret);
        assertThat(pod(generators).getVolumes()).allMatch(volume -> volume.getSecret() == null);
    }

    @Test
    void generatorsAreSpreadOverNodesByLabelsThatTheyHave() {
        assertThat(pod(generators).getTopologySpreadConstraints()).hasSize(1).allSatisfy(spread -> {
            assertThat(spread.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
            assertThat(generators.getSpec().getTemplate().getMetadata().getLabels())
                    .containsAllEntriesOf(spread.getLabelSelector().getMatchLabels());
            assertThat(merge.getSpec().getTemplate().getMetadata().getLabels())
                    .doesNotContainEntry(
                            "app.kubernetes.io/component",
                            spread.getLabelSelector().getMatchLabels().get("app.kubernetes.io/component"));
        });
    }

    @Test
    void memoryIsReservedAndProcessorTimeIsNotHeldBack() {
        for (Job job : List.of(generators, merge)) {
            Container container = container(job);
            Quantity memory = container.getResources().getLimits().get("memory");
            assertThat(container.getResources().getRequests()).containsEntry("memory", memory);
            assertThat(Quantity.getAmountInBytes(memory).longValueExact()).isGreaterThanOrEqualTo(1L << 30);
            assertThat(container.getResources().getLimits()).doesNotContainKey("cpu");
        }
    }

    private Job job(String name) {
        return all.stream()
                .filter(Job.class::isInstance)
                .map(Job.class::cast)
                .filter(job -> job.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private <T> T only(Class<T> type) {
        List<T> found = all.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).as(type.getSimpleName()).hasSize(1);
        return found.get(0);
    }

    private static PodSpec pod(Job job) {
        return job.getSpec().getTemplate().getSpec();
    }

    private static Container container(Job job) {
        assertThat(pod(job).getContainers()).hasSize(1);
        return pod(job).getContainers().get(0);
    }

    private static String value(Job job, String variable) {
        return container(job).getEnv().stream()
                .filter(named -> named.getName().equals(variable))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static Volume mounted(Job job, String path) {
        String name = container(job).getVolumeMounts().stream()
                .filter(mount -> mount.getMountPath().equals(path))
                .map(VolumeMount::getName)
                .findFirst()
                .orElseThrow();
        return pod(job).getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
