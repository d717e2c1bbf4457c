package io.connectionmanager.spring.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.connectionmanager.ExclusiveGroup;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The groups that are beans of one context, without those of its parents, which leave
 * with the parent. Creates none.
 *
 * @param beanFactory the bean factory of the context
 */
public record LocalGroups(ConfigurableListableBeanFactory beanFactory) implements Supplier<List<ExclusiveGroup>> {

	@Override
	public List<ExclusiveGroup> get() {
		List<ExclusiveGroup> groups = new ArrayList<>();
		for (String name : this.beanFactory.getBeanNamesForType(ExclusiveGroup.class, false, false)) {
			if (this.beanFactory.getSingleton(name) instanceof ExclusiveGroup group) {
				groups.add(group);
			}
		}
		return groups;
	}

}
