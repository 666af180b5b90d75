package org.akkaray.behaviour;

import static org.akkaray.behaviour.SharedNode.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An argument or result is copied by value; references and handles inside stay what they are. */
class ValuesTest {
  @RegisterExtension static final SharedNode NODE = SharedNode.withCpus(2);

  /** A user's class without {@code Serializable} or a constructor without arguments. */
  static class Account {
    private final String owner;
    private int balance;
    private Account friend;

    Account(String owner, int balance) {
      this.owner = owner;
      this.balance = balance;
    }
  }

  enum Colour {
    RED,
    GREEN
  }

  record Order(
      String item, List<ObjectRef<Integer>> amounts, Map<Colour, ActorHandle<Store>> stores) {}

  static class Store {
    private final List<String> items = new ArrayList<>();

    List<String> add(String item) {
      items.add(item);
      return items;
    }

    Account deposit(Account account, int amount) {
      account.balance += amount;
      kept = account;
      return account;
    }

    private Account kept;

    int keptBalance() {
      return kept.balance;
    }
  }

  static String of0() {
    return "";
  }

  static String of1(String a) {
    return a;
  }

  static String of2(String a, String b) {
    return a + b;
  }

  static String of3(String a, String b, String c) {
    return a + b + c;
  }

  static String of4(String a, String b, String c, String d) {
    return a + b + c + d;
  }

  static String of5(String a, String b, String c, String d, String e) {
    return a + b + c + d + e;
  }

  static String of6(String a, String b, String c, String d, String e, String f) {
    return a + b + c + d + e + f;
  }

  static int spend(Account account, int amount) {
    account.balance -= amount;
    return account.balance;
  }

  static Account same(Account account) {
    return account;
  }

  static int fill(Order order) {
    int sum = order.amounts().stream().mapToInt(ObjectRef::get).sum();
    return sum
        + order.stores().get(Colour.GREEN).task(Store::add, order.item()).remote().get().size();
  }

  static double total(double[] values) {
    double sum = Arrays.stream(values).sum();
    Arrays.fill(values, 0);
    return sum;
  }

  @Test
  void noneToSixArgumentsEachAValueOrAReference() {
    ObjectRef<String> x = Ray.task(ValuesTest::of1, "x").remote();
    ObjectRef<String> y = Ray.put("y");

    assertThat(Ray.task(ValuesTest::of0).remote().get(SOON)).isEmpty();
    assertThat(Ray.task(ValuesTest::of1, x).remote().get(SOON)).isEqualTo("x");
    assertThat(Ray.task(ValuesTest::of2, "a", x).remote().get(SOON)).isEqualTo("ax");
    assertThat(Ray.task(ValuesTest::of2, x, y).remote().get(SOON)).isEqualTo("xy");
    assertThat(Ray.task(ValuesTest::of3, y, "b", x).remote().get(SOON)).isEqualTo("ybx");
    assertThat(Ray.task(ValuesTest::of4, "a", x, y, "d").remote().get(SOON)).isEqualTo("axyd");
    assertThat(Ray.task(ValuesTest::of5, x, x, "c", y, "e").remote().get(SOON)).isEqualTo("xxcye");
    assertThat(Ray.task(ValuesTest::of6, "a", "b", "c", "d", "e", "f").remote().get(SOON))
        .isEqualTo("abcdef");
    assertThat(Ray.task(ValuesTest::of6, x, y, x, y, x, y).remote().get(SOON)).isEqualTo("xyxyxy");
  }

  @Test
  void whatATaskDoesToItsArgumentNobodyElseSees() {
    Account mine = new Account("me", 100);
    ObjectRef<Account> stored = Ray.put(mine);
    mine.balance = 0;

    assertThat(Ray.task(ValuesTest::spend, stored, 30).remote().get(SOON)).isEqualTo(70);
    assertThat(Ray.task(ValuesTest::spend, stored, 30).remote().get(SOON)).isEqualTo(70);
    assertThat(Ray.task(ValuesTest::spend, mine, 5).remote().get(SOON)).isEqualTo(-5);
    assertThat(mine.balance).isZero();
    stored.get().balance = 1;
    assertThat(stored.get().balance).isEqualTo(100);
  }

  @Test
  void anArgumentIsTakenAsItIsWhenTheCallIsSubmitted() {
    Account mine = new Account("me", 10);
    ObjectRef<Integer> blocker = Ray.task(() -> 5).setCpus(2).remote();
    ObjectRef<Integer> left = Ray.task(ValuesTest::spend, mine, blocker).remote();
    mine.balance = 1_000;

    assertThat(left.get(SOON)).isEqualTo(5);
  }

  @Test
  void whatAnActorKeepsIsItsOwn() {
    ActorHandle<Store> store = Ray.actor(Store::new).remote();
    Account mine = new Account("me", 1);

    Account returned = store.task(Store::deposit, mine, 10).remote().get(SOON);
    returned.balance = 99;
    mine.balance = 98;

    assertThat(store.task(Store::keptBalance).remote().get(SOON)).isEqualTo(11);
    List<String> items = store.task(Store::add, "a").remote().get(SOON);
    items.add("mine only");
    assertThat(store.task(Store::add, "b").remote().get(SOON)).containsExactly("a", "b");
    store.kill();
  }

  @Test
  void aResultThatSeveralReadOrTakeIsCopiedForEach() {
    ObjectRef<double[]> array = Ray.task(() -> new double[] {1, 2, 3}).remote();

    assertThat(Ray.task(ValuesTest::total, array).remote().get(SOON)).isEqualTo(6);
    assertThat(Ray.task(ValuesTest::total, array).remote().get(SOON)).isEqualTo(6);
    array.get()[0] = 100;
    assertThat(array.get()).containsExactly(1, 2, 3);
  }

  @Test
  void referencesAndHandlesInsideRecordsListsAndMapsWork() {
    ActorHandle<Store> store = Ray.actor(Store::new).remote();
    ObjectRef<Integer> amount = Ray.task(() -> 20).remote();
    Order order = new Order("tea", List.of(Ray.put(1), amount), Map.of(Colour.GREEN, store));

    assertThat(Ray.task(ValuesTest::fill, order).remote().get(SOON)).isEqualTo(22);
    assertThat(Ray.task(ValuesTest::fill, Ray.put(order)).remote().get(SOON)).isEqualTo(23);
    ObjectRef<ObjectRef<Integer>> nested = Ray.put(amount);
    assertThat(nested.get().get()).isEqualTo(20);
    assertThat(Ray.put(Optional.of(amount)).get().orElseThrow().get()).isEqualTo(20);
    store.kill();
  }

  @Test
  void capturedVariablesAreTakenByValueWhenTheCallIsSubmitted() {
    List<Integer> captured = new ArrayList<>(List.of(1, 2));
    int[] array = {1};
    ObjectRef<Integer> inner = Ray.task(() -> 40).remote();
    ObjectRef<Integer> sum =
        Ray.task(
                (Integer n) -> {
                  captured.add(n);
                  array[0] += inner.get();
                  return captured.size() + array[0];
                },
                9)
            .remote();
    captured.clear();
    array[0] = 1_000;

    assertThat(sum.get(SOON)).isEqualTo(3 + 41);
    assertThat(captured).isEmpty();
  }

  @Test
  void cyclesAndSharedPartsKeepTheirShape() {
    Account one = new Account("one", 1);
    Account two = new Account("two", 2);
    one.friend = two;
    two.friend = one;

    Account copy = Ray.task(ValuesTest::same, one).remote().get(SOON);

    assertThat(copy).isNotSameAs(one);
    assertThat(copy.owner).isEqualTo("one");
    assertThat(copy.friend.owner).isEqualTo("two");
    assertThat(copy.friend.friend).isSameAs(copy);
    List<Account> list = Ray.put(new ArrayList<>(List.of(one, one))).get();
    assertThat(list.get(0)).isSameAs(list.get(1));
  }

  @Test
  void nullsBuffersMapsAndEnumsComeBackEqual() {
    Map<String, Object> map = new HashMap<>();
    map.put("null", null);
    map.put("colour", Colour.RED);
    map.put("bytes", List.of((byte) 1));
    map.put("nested", new HashMap<>(Map.of(Colour.GREEN, new ArrayList<>(List.of(1L, 2.5)))));
    assertThat(Ray.put(map).get()).isEqualTo(map);

    assertThat(Ray.<Object>put(null).get()).isNull();
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3});
    assertThat(Ray.put(buffer).get()).isEqualTo(buffer);
    byte[] bytes = {4, 5};
    assertThat(Ray.put(bytes).get()).isEqualTo(bytes).isNotSameAs(bytes);
    AtomicReference<String> atomic = Ray.put(new AtomicReference<>("x")).get();
    assertThat(atomic.get()).isEqualTo("x");
  }

  @Test
  void aHundredThousandReferencesToOneObjectAreOneObject() {
    ObjectRef<Integer> ref = Ray.put(3);
    List<ObjectRef<Integer>> many = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      many.add(ref);
    }
    List<ObjectRef<Integer>> copy = Ray.put(many).get();

    assertThat(copy).hasSize(100_000);
    assertThat(Ray.get(copy, SOON)).containsOnly(3);
  }
}
